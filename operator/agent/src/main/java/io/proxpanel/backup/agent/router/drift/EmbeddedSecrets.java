package io.proxpanel.backup.agent.router.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds secrets in scripts, comments and addresses: {@code password=x}, {@code pass: x}, {@code
 * :local ftpPassword \"x\"}, {@code https://user:x@host}, {@code Authorization: Bearer x} and the
 * token of a Telegram bot. Where one ends is not always to be known: rather too much is one.
 */
final class EmbeddedSecrets {
  private static final String NAME =
      "[\\w.-]{0,60}?(?:(?:password|passphrase|passwd|secret|token)s?|pass|pwd|psk|key)";

  /** Ends where the secret starts. The name of the secret is the one group that matched. */
  private static final Pattern START =
      Pattern.compile(
          "(?i)(?<![a-z0-9])("
              + NAME
              + ")\\s{0,3}[=:]\\s{0,3}"
              + "|:(?:local|global|set)\\s{1,9}("
              + NAME
              + ")\\s{1,9}"
              + "|(://)[^\\s/:@\"\\\\]{0,64}:(?=[^\\s/@\"]{1,256}@)"
              + "|(authorization)\\s{0,3}[:=]\\s{0,3}(?:(?:bearer|basic)\\s{1,3})?"
              + "|(bot)[0-9]{6,12}:(?=[\\w-]{20})");

  private static final int ADDRESS = 3;

  /**
   * One that was found.
   *
   * @param start of its value
   * @param end of its value, exclusive
   */
  record Found(String name, int start, int end) {}

  private EmbeddedSecrets() {}

  /** All in a part of an item, in their order. */
  static List<Found> in(String item, int from, int to) {
    List<Found> all = new ArrayList<>();
    if (!canHold(item, from, to)) {
      return all;
    }
    Matcher start = START.matcher(item).region(from, to).useTransparentBounds(true);
    int at = from;
    while (at < to && start.region(at, to).find()) {
      int group = 1;
      while (start.start(group) < 0) {
        group++;
      }
      Found found = found(item, start, group, to);
      if (found != null) {
        all.add(found);
        at = found.end();
      } else {
        at = start.end();
      }
    }
    return all;
  }

  /** Spares nearly all words the pattern, which costs more than all the rest of a comparison. */
  private static boolean canHold(String item, int from, int to) {
    for (int i = from; i < to; i++) {
      if (item.charAt(i) == '=' || item.charAt(i) == ':') {
        return true;
      }
    }
    return false;
  }

  /** What follows, null if nothing does. */
  private static Found found(String item, Matcher start, int group, int limit) {
    String name = start.group(group);
    int value = start.end();
    int quote = value;
    while (quote < limit && item.charAt(quote) == '\\') {
      quote++;
    }
    if (group == ADDRESS) {
      return new Found(name, value, item.indexOf('@', value));
    }
    if (quote > value && quote < limit && item.charAt(quote) == '"') {
      int end = endOfQuoted(item, quote + 1, quote - value, limit);
      return new Found(name, quote + 1, end);
    }
    int end = endOfBare(item, value, limit);
    return end > value ? new Found(name, value, end) : null;
  }

  /**
   * A text within a text has its quotes escaped, one in that again with more: it ends with as many
   * backslashes as it began with, or with fewer, where the outer text ends.
   */
  private static int endOfQuoted(String item, int start, int depth, int limit) {
    int backslashes = 0;
    for (int i = start; i < limit; i++) {
      char c = item.charAt(i);
      if (c == '"' && backslashes <= depth) {
        return i - backslashes;
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
    }
    return limit;
  }

  private static int endOfBare(String item, int start, int limit) {
    int i = start;
    while (i < limit && "\" ;&\t".indexOf(item.charAt(i)) < 0) {
      if (item.charAt(i) == '\\') {
        if (i + 1 >= limit || "rnt\"".indexOf(item.charAt(i + 1)) >= 0) {
          return i;
        }
        i++;
      }
      i++;
    }
    return Math.min(i, limit);
  }
}
