package io.proxpanel.backup.agent.router.drift;

import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A stretch of a section that differs, with the lines around it, as unified diffs have it.
 *
 * @param path of the section
 * @param from line number of its first line in the previous normalised export; where it has none,
 *     of the line before
 * @param count how many lines it has there
 * @param otherFrom the same for the current export
 * @param otherCount the same for the current export
 * @param lines makes its lines anew each time: all of them can be as many as two exports have
 */
record Hunk(
    String path, int from, int count, int otherFrom, int otherCount, Supplier<Stream<Line>> lines) {

  /**
   * A line as it may be shown.
   *
   * @param brief the same, shortened to what matters where it is long
   */
  record Line(String text, String brief) {}

  /** The line that says where it is and, as git does for functions, in which section. */
  String title() {
    return "@@ -%d,%d +%d,%d @@ %s"
        .formatted(from, count, otherFrom, otherCount, ExportSection.title(path));
  }
}
