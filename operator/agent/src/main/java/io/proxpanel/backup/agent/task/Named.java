package io.proxpanel.backup.agent.task;

import java.util.List;

/** Long lists in sentences, cut short. */
final class Named {
  private Named() {}

  /** {@code a, b and 3 more}. */
  static String some(List<String> words, int most) {
    String told = String.join(", ", words.subList(0, Math.min(most, words.size())));
    int more = words.size() - most;
    return more > 0 ? told + " and " + more + " more" : told;
  }
}
