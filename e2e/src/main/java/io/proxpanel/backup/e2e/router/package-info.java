/**
 * An emulator of MikroTik routers, RouterOS 6 and 7: the API in clear and by TLS, FTP, SSH with
 * SFTP, files, users with policies, exports; and faults that real routers have. Written from
 * MikroTik's description of the protocol, and shares no code with the agent's client.
 */
package io.proxpanel.backup.e2e.router;
