/** A real OpenSSH server for tests, on a free port of the loopback address. */
package io.proxpanel.backup.e2e.ssh;
