/** The agent's jar, run as Jobs run it, against real PostgreSQL servers and real volumes. */
package io.proxpanel.backup.e2e.agent;
