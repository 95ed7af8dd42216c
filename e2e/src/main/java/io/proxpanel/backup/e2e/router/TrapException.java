package io.proxpanel.backup.e2e.router;

/** The router does not do what it is told. */
final class TrapException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int category;

  /**
   * A refusal.
   *
   * @param category as the documentation has them, or -1 for none
   */
  TrapException(int category, String message) {
    super(message);
    this.category = category;
  }

  static TrapException notPermitted() {
    return new TrapException(-1, "not enough permissions (9)");
  }

  static TrapException noSuchCommand() {
    return new TrapException(0, "no such command");
  }

  int category() {
    return category;
  }
}
