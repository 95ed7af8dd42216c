package io.proxpanel.backup.agent.postgres;

/** A statement or a connection failed, in the server's or libpq's words. */
public final class SqlException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String state;

  SqlException(String state, String message) {
    super(message);
    this.state = state;
  }

  /** SQLSTATE, or null when the connection failed. */
  public String state() {
    return state;
  }

  /** Whether there is no connection any more, or the server is ending it. */
  public boolean connectionLost() {
    return state == null || state.startsWith("08") || state.startsWith("57P");
  }
}
