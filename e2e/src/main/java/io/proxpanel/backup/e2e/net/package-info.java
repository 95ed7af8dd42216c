/** What stands between a client and a server in tests, on the loopback address. */
package io.proxpanel.backup.e2e.net;
