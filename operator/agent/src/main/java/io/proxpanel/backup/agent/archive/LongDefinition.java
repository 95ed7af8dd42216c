package io.proxpanel.backup.agent.archive;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/**
 * What is not held of a definition that is too long for it, as a function of 20 MiB.
 *
 * @param mark stands for it in the text that is held; nobody who writes an archive can know it
 * @param bytes how many bytes it has
 * @param positions where clauses first stand in the whole definition, as far as they do
 */
public record LongDefinition(String mark, int bytes, Map<Clause, Integer> positions) {
  /** Copies the map. */
  public LongDefinition {
    positions = Map.copyOf(positions);
  }

  /** What has to be known of a definition wherever it stands; in the words of pg_dump. */
  public enum Clause {
    /** A function runs with the privileges of its owner. */
    SECURITY_DEFINER(" SECURITY DEFINER"),
    /** A function's body begins, as a string. */
    BODY("\n    AS "),
    /** A function's body begins, as statements. */
    ATOMIC_BODY("\n    BEGIN ATOMIC"),
    /** A table has no rows of its own. */
    PARTITION_BY(")\nPARTITION BY ");

    private final String words;

    Clause(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** Looks for clauses in a definition that passes in pieces of any size. */
  static final class Search {
    private static final int OVERLAP = longest() - 1;

    private final String mark = "\0" + UUID.randomUUID() + "\0";
    private final Map<Clause, Integer> positions = new EnumMap<>(Clause.class);
    private String before = "";
    private int passed;

    /** Has the same length for every definition. */
    String mark() {
      return mark;
    }

    void accept(byte[] bytes, int offset, int length) {
      String window = before + new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
      for (Clause clause : Clause.values()) {
        int found = positions.containsKey(clause) ? -1 : window.indexOf(clause.words());
        if (found >= 0) {
          positions.put(clause, passed - before.length() + found);
        }
      }
      passed += length;
      before = window.substring(Math.max(0, window.length() - OVERLAP));
    }

    /** What was found; {@code held} bytes of the definition are held. */
    LongDefinition end(int held) {
      return new LongDefinition(mark, passed - held, positions);
    }

    private static int longest() {
      int longest = 0;
      for (Clause clause : Clause.values()) {
        longest = Math.max(longest, clause.words().length());
      }
      return longest;
    }
  }
}
