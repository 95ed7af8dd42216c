package io.proxpanel.backup.controller.status;

/** Full stops, where sentences of others become parts of ours. */
public final class Sentences {
  private Sentences() {}

  /** The text without a full stop at its end, to be put into a sentence. */
  public static String clause(String text) {
    String stripped = text.strip();
    return stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
  }

  /** The text with one full stop at its end. */
  public static String sentence(String text) {
    return clause(text) + ".";
  }
}
