package io.proxpanel.backup.agent.destination.ftp;

import java.io.IOException;

/** A server did not do what it was told; it said why. */
final class ReplyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  ReplyException(Reply reply) {
    super(reply.quoted());
    this.reply = reply;
  }

  Reply reply() {
    return reply;
  }

  /** Whether the control connection can be used on: all codes but 421 leave it. */
  boolean leavesConnection() {
    return reply.code() != 421;
  }
}
