/**
 * Real FTP servers for tests: vsftpd, ProFTPD and Pure-FTPd on free ports of the loopback address,
 * in a folder of the caller's, stopped when closed.
 */
package io.proxpanel.backup.e2e.ftp;
