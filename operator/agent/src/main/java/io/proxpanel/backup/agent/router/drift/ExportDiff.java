package io.proxpanel.backup.agent.router.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares a router's export with the last good one. */
public final class ExportDiff {
  private ExportDiff() {}

  /**
   * Compares them section by section. A section that the router could not export at one of the two
   * times is left out: nothing is known of it, least of all that it was emptied.
   *
   * @param previous the last good one
   * @param current the new one
   */
  public static Drift between(NormalizedExport previous, NormalizedExport current) {
    Map<String, ExportSection> before = byPath(previous);
    Map<String, ExportSection> after = byPath(current);
    Set<String> unknown = new TreeSet<>(previous.unexported());
    unknown.addAll(current.unexported());
    Set<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    // What is said here is that something cannot be told; a section that both lack can be.
    unknown.retainAll(paths);
    paths.removeAll(unknown);
    List<SectionDiff> sections = new ArrayList<>();
    for (String path : paths) {
      ExportSection old = before.getOrDefault(path, none(path, after.get(path)));
      ExportSection young = after.getOrDefault(path, none(path, before.get(path)));
      if (!old.items().equals(young.items())) {
        sections.add(new SectionDiff(old, young));
      }
    }
    return new Drift(sections, List.copyOf(unknown));
  }

  private static ExportSection none(String path, ExportSection other) {
    return new ExportSection(path, List.of(), other == null || other.ordered(), 0);
  }

  private static Map<String, ExportSection> byPath(NormalizedExport export) {
    Map<String, ExportSection> sections = new TreeMap<>();
    export.sections().forEach(section -> sections.put(section.path(), section));
    return sections;
  }
}
