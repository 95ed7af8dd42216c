package io.proxpanel.backup.agent.router.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sorts the lines of an export into header, sections and notes. */
final class ExportReader {
  /**
   * {@code # jan/02/2024 12:34:56 by RouterOS 6.49.10} up to 7.9, {@code # 2024-01-02 12:34:56 by
   * RouterOS 7.13.2} from 7.10 on.
   */
  private static final Pattern WRITTEN_BY = Pattern.compile("#.* by RouterOS (\\S.*)");

  /** {@code # serial number = HEX08ABCDEF}; of a virtual router {@code # software id =}. */
  private static final Pattern FACT = Pattern.compile("# ?([a-z][a-z -]*[a-z]) =(.*)");

  /** Up to 7.10 the menu is neither quoted nor written with slashes between its words. */
  private static final Pattern FAILED = Pattern.compile("# ?error exporting \"?(/[^\"(]+)\"?.*");

  private static final Pattern INTERRUPTED = Pattern.compile("# ?interrupted\\b.*");

  /** What ends a path where a line has path and item ({@code /export terse}). */
  private static final Set<String> VERBS =
      Set.of("add", "set", "remove", "enable", "disable", "move", "unset", "reset");

  /** What an item takes in memory beside its characters, and a menu. */
  private static final int COST_OF_AN_ITEM = 64;

  private static final int COST_OF_A_MENU = 256;

  private static final int MAX_FACTS = 20;
  private static final int MAX_FACT = 200;
  private static final int MAX_UNEXPORTED = 100;

  private final long mostHeld;
  private final Map<String, List<String>> items = new TreeMap<>();
  private final Map<String, String> facts = new TreeMap<>();
  private final Set<String> unexported = new TreeSet<>();
  private String path = ExportSection.NO_MENU;
  private boolean interrupted;
  private boolean below;
  private boolean tooLarge;
  private long held;
  private int inMenus;

  /**
   * A reader.
   *
   * @param mostHeld how many bytes of memory its items may take; of an export with more, they are
   *     only counted
   */
  ExportReader(long mostHeld) {
    this.mostHeld = mostHeld;
  }

  /** Items are only counted from now on. */
  void countOnly() {
    tooLarge = true;
    items.clear();
  }

  void line(String line) {
    if (line.startsWith("#")) {
      comment(line);
    } else if (line.startsWith("/")) {
      below = true;
      menu(line);
    } else {
      below = true;
      item(line);
    }
  }

  private void comment(String line) {
    Matcher failed = FAILED.matcher(line);
    if (failed.matches()) {
      if (unexported.size() < MAX_UNEXPORTED) {
        unexported.add(cut(canonical(failed.group(1))));
      }
    } else if (INTERRUPTED.matcher(line).matches()) {
      interrupted = true;
    } else if (!below) {
      Matcher by = WRITTEN_BY.matcher(line);
      Matcher fact = FACT.matcher(line);
      if (by.matches()) {
        facts.put("RouterOS", cut(by.group(1).strip()));
      } else if (fact.matches() && facts.size() < MAX_FACTS) {
        facts.put(cut(fact.group(1)), cut(fact.group(2).strip()));
      }
    }
  }

  private void menu(String line) {
    int end = 0;
    int next = 0;
    while (next < line.length()) {
      int space = line.indexOf(' ', next);
      int wordEnd = space < 0 ? line.length() : space;
      String word = line.substring(next, wordEnd);
      if (VERBS.contains(word) || !word.matches("[\\w/.-]*")) {
        break;
      }
      end = wordEnd;
      next = wordEnd + 1;
    }
    path = canonical(line.substring(0, end));
    if (end < line.length()) {
      item(line.substring(end).strip());
    }
  }

  private static String cut(String text) {
    return text.length() <= MAX_FACT ? text : text.substring(0, MAX_FACT);
  }

  private void item(String line) {
    if (!path.equals(ExportSection.NO_MENU)) {
      inMenus++;
    }
    if (tooLarge) {
      return;
    }
    held += line.length() + COST_OF_AN_ITEM;
    if (!items.containsKey(path)) {
      held += path.length() + COST_OF_A_MENU;
    }
    if (held > mostHeld) {
      countOnly();
      return;
    }
    items.computeIfAbsent(path, any -> new ArrayList<>()).add(line);
  }

  /** {@code /ip/firewall/filter} and {@code /ip firewall filter} are one menu. */
  private static String canonical(String path) {
    return "/" + path.replace('/', ' ').strip().replaceAll(" +", " ");
  }

  NormalizedExport done() {
    List<ExportSection> sections = new ArrayList<>();
    List<String> header = headerLines();
    int line = 1;
    if (!header.isEmpty()) {
      sections.add(new ExportSection(ExportSection.HEADER, header, true, line));
      line += header.size();
    }
    for (Map.Entry<String, List<String>> entry : items.entrySet()) {
      List<String> lines = entry.getValue();
      boolean free = SectionOrder.isFree(entry.getKey(), lines);
      if (free) {
        lines.sort(null);
      }
      sections.add(new ExportSection(entry.getKey(), lines, !free, line + 1));
      line += 1 + lines.size();
    }
    return new NormalizedExport(
        new ExportHeader(
            fact("RouterOS"), fact("software id"), fact("model"), fact("serial number")),
        sections,
        inMenus,
        List.copyOf(unexported),
        interrupted,
        tooLarge);
  }

  private List<String> headerLines() {
    List<String> lines = new ArrayList<>();
    facts.forEach((name, value) -> lines.add(("# " + name + " = " + value).strip()));
    return lines;
  }

  private String fact(String name) {
    String value = facts.get(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
