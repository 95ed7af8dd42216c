package io.proxpanel.backup.agent.postgres;

/** A statement or a connection failed, in the server's or libpq's words. */
public final class SqlException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Of what the server adds to its message no more is passed on. */
  private static final int LONGEST_ADDITION = 300;

  private final String state;
  private final ServerWords words;

  /**
   * What the server says beside its message, each null where it says nothing.
   *
   * @param detail more of the same, as the objects that depend on one
   * @param hint what to do
   * @param context where in the code of the database it happened
   */
  record ServerWords(String detail, String hint, String context) {
    static final ServerWords NONE = new ServerWords(null, null, null);
  }

  SqlException(String state, String message) {
    this(state, message, ServerWords.NONE);
  }

  SqlException(String state, String message, ServerWords words) {
    super(message);
    this.state = state;
    this.words = words;
  }

  /** SQLSTATE, or null when the connection failed. */
  public String state() {
    return state;
  }

  /** The message with what the server adds to it, for people; of each addition the beginning. */
  String withDetails() {
    return getMessage()
        + added("; detail: ", words.detail())
        + added("; hint: ", words.hint())
        + added("; at: ", words.context());
  }

  /** Whether there is no connection any more, or the server is ending it. */
  public boolean connectionLost() {
    return state == null || state.startsWith("08") || state.startsWith("57P");
  }

  private static String added(String title, String text) {
    if (text == null || text.isBlank()) {
      return "";
    }
    String line = text.strip().replaceAll("\\s*\\n\\s*", ", ");
    if (line.endsWith(".")) {
      line = line.substring(0, line.length() - 1);
    }
    return title
        + (line.length() > LONGEST_ADDITION ? line.substring(0, LONGEST_ADDITION) + "…" : line);
  }
}
