package io.proxpanel.backup.api.v1;

/** How the connections to an FTP server are protected. */
public enum FtpSecurity {
  /** Not at all: the password goes over the network in clear. */
  None,
  /** TLS from the command AUTH TLS on, for data connections too. */
  Explicit,
  /** TLS from the first byte on. */
  Implicit
}
