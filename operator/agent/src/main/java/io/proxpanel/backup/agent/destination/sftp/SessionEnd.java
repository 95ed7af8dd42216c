package io.proxpanel.backup.agent.destination.sftp;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/** Remembers why a session ended: the first reason is the one that led to the others. */
final class SessionEnd implements SessionListener {
  private final AtomicReference<Throwable> reason = new AtomicReference<>();

  @Override
  public void sessionException(Session session, Throwable t) {
    reason.compareAndSet(null, t);
  }

  @Override
  public void sessionDisconnect(
      Session session, int code, String message, String language, boolean initiator) {
    reason.compareAndSet(null, new SshException(code, message));
  }

  /** The reason, or null. */
  Throwable reason() {
    return reason.get();
  }
}
