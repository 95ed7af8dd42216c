package io.proxpanel.backup.agent.task;

import java.util.List;

/**
 * Which tenants a schedule takes: a star stands for any characters, a question mark for one, and
 * everything else for itself.
 *
 * @param include patterns of which one has to fit, if there is any
 * @param exclude patterns of which none may fit
 */
record SlugPatterns(List<String> include, List<String> exclude) {
  boolean take(String slug) {
    return (include.isEmpty() || anyFits(include, slug)) && !anyFits(exclude, slug);
  }

  private static boolean anyFits(List<String> patterns, String slug) {
    return patterns.stream().anyMatch(pattern -> fits(pattern, slug));
  }

  /** Goes back to the last star only, so that no pattern takes long. */
  private static boolean fits(String pattern, String slug) {
    int[] p = pattern.codePoints().toArray();
    int[] s = slug.codePoints().toArray();
    int at = 0;
    int next = 0;
    int star = -1;
    int afterStar = 0;
    while (next < s.length) {
      if (at < p.length && p[at] == '*') {
        star = at++;
        afterStar = next;
      } else if (at < p.length && (p[at] == '?' || p[at] == s[next])) {
        at++;
        next++;
      } else if (star >= 0) {
        at = star + 1;
        next = ++afterStar;
      } else {
        return false;
      }
    }
    while (at < p.length && p[at] == '*') {
      at++;
    }
    return at == p.length;
  }
}
