package io.proxpanel.backup.controller.status;

import java.util.List;

/** Full stops, where sentences of others become parts of ours; and long lists, cut short. */
public final class Sentences {
  private Sentences() {}

  /** The text without a full stop at its end, to be put into a sentence. */
  public static String clause(String text) {
    String stripped = text.strip();
    return stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
  }

  /** {@code a, b and 3 more}. */
  public static String some(List<String> words, int most) {
    return some(words, words.size(), most);
  }

  /**
   * The same where not all words are at hand.
   *
   * @param all how many there are
   */
  public static String some(List<String> words, int all, int most) {
    List<String> told = words.stream().limit(most).toList();
    String more = all > told.size() ? " and %d more".formatted(all - told.size()) : "";
    return String.join(", ", told) + more;
  }

  /** The text with one full stop at its end. */
  public static String sentence(String text) {
    return clause(text) + ".";
  }

  /** {@code 1 tenant}, {@code 2 tenants}. */
  public static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
