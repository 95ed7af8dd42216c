/**
 * Folders of FTP servers, in clear or by TLS. One class opens control connections, one data
 * connections, one sends a file, one says what a failure means; {@link
 * io.proxpanel.backup.agent.destination.ftp.FtpStore} is what others use.
 */
package io.proxpanel.backup.agent.destination.ftp;
