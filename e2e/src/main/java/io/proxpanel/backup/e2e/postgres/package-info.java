/**
 * Real PostgreSQL servers for tests and the demo: private clusters on free ports of the loopback
 * address, in a folder of the caller's, stopped when closed; and a pooler in front of one.
 */
package io.proxpanel.backup.e2e.postgres;
