package io.proxpanel.backup.e2e.isp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a database holds: a count and a checksum for every table, sequence, kind of definition and
 * for the large objects.
 *
 * @param parts by name, in the order of the script
 */
public record Checksums(Map<String, Part> parts) {
  /**
   * One line.
   *
   * @param count rows, objects or definitions
   * @param checksum equal exactly when the content is
   */
  public record Part(long count, String checksum) {}

  /** Keeps the order. */
  public Checksums {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /** Reads what {@code checksums.sql} prints. */
  public static Checksums parse(String output) {
    Map<String, Part> parts = new LinkedHashMap<>();
    for (String line : output.split("\n")) {
      int checksum = line.lastIndexOf('|');
      int count = line.lastIndexOf('|', checksum - 1);
      parts.put(
          line.substring(0, count),
          new Part(
              Long.parseLong(line.substring(count + 1, checksum)), line.substring(checksum + 1)));
    }
    return new Checksums(parts);
  }

  /** Rows in all tables. */
  public long rows() {
    return tables().values().stream().mapToLong(Part::count).sum();
  }

  /** The lines that are tables or materialized views. */
  public Map<String, Part> tables() {
    Map<String, Part> tables = new LinkedHashMap<>(parts);
    tables.keySet().removeIf(name -> !name.contains(".") || name.startsWith("sequence "));
    return tables;
  }

  /** Names of the parts that are not the same in both, the missing and the additional included. */
  public List<String> differences(Checksums other) {
    Set<String> names = new LinkedHashSet<>(parts.keySet());
    names.addAll(other.parts.keySet());
    List<String> different = new ArrayList<>();
    for (String name : names) {
      if (!Objects.equals(parts.get(name), other.parts.get(name))) {
        different.add(name);
      }
    }
    return different;
  }
}
