package io.proxpanel.backup.agent.router.drift;

import java.io.IOException;
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
    StringBuilder text = new StringBuilder();
    try {
      writeUnifiedDiff(text, Long.MAX_VALUE, previousName, currentName);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  /**
   * The same to a file, which need not fit in memory.
   *
   * @param most how many characters are written before the rest is left out, and a last line says
   *     so
   */
  public void writeUnifiedDiff(Appendable out, long most, String previousName, String currentName)
      throws IOException {
    if (hunks.isEmpty()) {
      return;
    }
    out.append("--- ").append(previousName).append("\n+++ ").append(currentName).append('\n');
    long written = 0;
    for (Hunk hunk : hunks) {
      out.append(hunk.title()).append('\n');
      for (Hunk.Line line : (Iterable<Hunk.Line>) hunk.lines().get()::iterator) {
        if (written > most) {
          out.append("\\ More lines differ than are written here.\n");
          return;
        }
        out.append(line.text()).append('\n');
        written += line.text().length();
      }
    }
  }

  /**
   * As much of the difference as fits, for status and events: only lines that differ, below the
   * title of the first hunk of their section; whole ones, or shortened to what differs where they
   * are long; and if some are left, {@code … and 12 more lines}.
   *
   * @param maxBytes of UTF-8; never more, and nothing where not even the last line fits
   */
  public String cut(int maxBytes) {
    List<String> lines = briefLines(maxBytes);
    int[] size = new int[lines.size() + 1];
    for (int i = 0; i < lines.size(); i++) {
      size[i + 1] = size[i] + bytes(lines.get(i)) + 1;
    }
    int all = added + removed + sections.size();
    int kept = lines.size();
    String last = last(all - kept);
    while (kept >= 0 && size[kept] + bytes(last) > maxBytes) {
      kept--;
      last = last(all - kept);
    }
    if (kept < 0) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    lines.subList(0, kept).forEach(line -> text.append(line).append('\n'));
    return text.append(last).toString();
  }

  private static String last(int left) {
    return left == 0
        ? ""
        : Elision.MARK + " and " + left + (left == 1 ? " more line\n" : " more lines\n");
  }

  /** The first lines, which together have more than so many bytes; all where there are fewer. */
  private List<String> briefLines(int bytes) {
    List<String> lines = new ArrayList<>();
    long size = 0;
    String path = null;
    for (Hunk hunk : hunks) {
      if (!hunk.path().equals(path)) {
        lines.add(hunk.title());
      }
      path = hunk.path();
      for (Hunk.Line line : (Iterable<Hunk.Line>) hunk.lines().get()::iterator) {
        if (size > bytes) {
          return lines;
        }
        if (!line.brief().startsWith(" ")) {
          lines.add(line.brief());
          size += line.brief().length() + 1;
        }
      }
    }
    return lines;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
