package io.proxpanel.backup.agent.router.drift;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How a router's configuration differs from what it was. Holds no secret of either. */
public final class Drift {
  /** How many sections a sentence names. */
  private static final int NAMED = 3;

  private final int added;
  private final int removed;
  private final List<String> sections;
  private final List<String> notCompared;
  private final List<Hunk> hunks;

  Drift(List<SectionDiff> differences, List<String> notCompared) {
    this.added = differences.stream().mapToInt(SectionDiff::added).sum();
    this.removed = differences.stream().mapToInt(SectionDiff::removed).sum();
    this.sections =
        differences.stream().map(section -> ExportSection.title(section.path())).toList();
    this.notCompared = notCompared.stream().map(ExportSection::title).toList();
    this.hunks = differences.stream().flatMap(section -> section.hunks().stream()).toList();
  }

  /** Whether anything that can be told differs. */
  public boolean changed() {
    return added + removed > 0;
  }

  /** How many lines there are that were not. */
  public int added() {
    return added;
  }

  /** How many lines were that are no more. */
  public int removed() {
    return removed;
  }

  /** The sections that differ, such as {@code /ip firewall filter}. */
  public List<String> sections() {
    return sections;
  }

  /** The sections that could not be compared, because an export lacks them. */
  public List<String> notCompared() {
    return notCompared;
  }

  /**
   * A part of a sentence for events: {@code 3 lines added and 1 removed in /ip firewall filter and
   * /queue tree}.
   */
  public String summary() {
    String differences = changed() ? counts() + " in " + list(sections) : "no line differs";
    return notCompared.isEmpty()
        ? differences
        : differences
            + "; the router did not export "
            + list(notCompared)
            + " every time, which could not be compared";
  }

  private String counts() {
    if (removed == 0) {
      return lines(added) + " added";
    }
    return added == 0
        ? lines(removed) + " removed"
        : lines(added) + " added and " + removed + " removed";
  }

  private static String lines(int count) {
    return count == 1 ? "1 line" : count + " lines";
  }

  private static String list(List<String> names) {
    List<String> parts = new ArrayList<>(names.subList(0, Math.min(NAMED, names.size())));
    int more = names.size() - parts.size();
    if (more > 0) {
      parts.add(more == 1 ? "1 more section" : more + " more sections");
    }
    String last = parts.remove(parts.size() - 1);
    return parts.isEmpty() ? last : String.join(", ", parts) + " and " + last;
  }

  /**
   * The whole difference as a unified diff of the normalised exports, where each hunk says in which
   * section it is. Empty when nothing differs.
   *
   * @param previousName what the first line calls the previous export
   * @param currentName what the second line calls the current one
   */
  public String unifiedDiff(String previousName, String currentName) {
    if (hunks.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append("--- ").append(previousName).append("\n+++ ").append(currentName).append('\n');
    for (Hunk hunk : hunks) {
      text.append(hunk.title()).append('\n');
      hunk.lines().forEach(line -> text.append(line.text()).append('\n'));
    }
    return text.toString();
  }

  /**
   * As much of the difference as fits, for status and events: only lines that differ, below the
   * title of the first hunk of their section; whole ones, or shortened to what differs where they
   * are long; and if some are left, {@code … and 12 more lines}.
   *
   * @param maxBytes of UTF-8; never more, and nothing where not even the last line fits
   */
  public String cut(int maxBytes) {
    List<String> lines = briefLines();
    int[] size = new int[lines.size() + 1];
    for (int i = 0; i < lines.size(); i++) {
      size[i + 1] = size[i] + bytes(lines.get(i)) + 1;
    }
    int kept = lines.size();
    String last = "";
    while (kept >= 0 && size[kept] + bytes(last) > maxBytes) {
      kept--;
      int left = lines.size() - kept;
      last = Elision.MARK + " and " + left + (left == 1 ? " more line\n" : " more lines\n");
    }
    if (kept < 0) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    lines.subList(0, kept).forEach(line -> text.append(line).append('\n'));
    return text.append(last).toString();
  }

  private List<String> briefLines() {
    List<String> lines = new ArrayList<>();
    String path = null;
    for (Hunk hunk : hunks) {
      if (!hunk.path().equals(path)) {
        lines.add(hunk.title());
      }
      path = hunk.path();
      hunk.lines().stream()
          .map(Hunk.Line::brief)
          .filter(line -> !line.startsWith(" "))
          .forEach(lines::add);
    }
    return lines;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
