package io.proxpanel.backup.agent.router.drift;

import java.util.List;

/**
 * One menu of the router.
 *
 * @param path such as {@code /ip firewall filter}; empty for the header, {@code /} for what stands
 *     in no menu
 * @param items each in one line, one character for each byte; sorted where their order means
 *     nothing
 * @param ordered whether the order of the items has a meaning
 * @param firstLine the number of the first item's line in the normalised text
 */
public record ExportSection(String path, List<String> items, boolean ordered, int firstLine) {
  /** The path of the section that the header of an export makes. */
  static final String HEADER = "";

  /** The path of items that stand in no menu, which RouterOS does not write. */
  static final String NO_MENU = "/";

  /** Keeps a copy of the items. */
  public ExportSection {
    items = List.copyOf(items);
  }

  /** How sentences and hunks name it; never longer than a line of a terminal. */
  static String title(String path) {
    return path.isEmpty() ? "the header" : Elision.head(DisplayText.of(path), 80);
  }
}
