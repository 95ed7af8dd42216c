/**
 * Real PostgreSQL servers for tests and the demo: private clusters on free ports of the loopback
 * address, in a folder of the caller's, stopped when closed.
 */
package io.proxpanel.backup.e2e.postgres;
