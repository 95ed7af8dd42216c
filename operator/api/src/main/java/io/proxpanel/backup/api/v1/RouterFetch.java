package io.proxpanel.backup.api.v1;

/** How a router's files come here. */
public enum RouterFetch {
  /** The first way that can be used safely. */
  Auto,
  /** By the API. */
  Api,
  /** By FTP, in clear. */
  Ftp,
  /** By SFTP. */
  Sftp
}
