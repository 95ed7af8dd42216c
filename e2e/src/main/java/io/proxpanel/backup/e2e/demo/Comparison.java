package io.proxpanel.backup.e2e.demo;

import io.proxpanel.backup.e2e.isp.Checksums;
import io.proxpanel.backup.e2e.isp.Checksums.Part;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The database before the damage, with it, and now.
 *
 * @param before what the Backup was made of
 * @param damaged what the Restore found
 * @param after what it left
 */
record Comparison(Checksums before, Checksums damaged, Checksums after) {
  /** Rows that a Backup leaves out unless it is told otherwise, and that a Restore leaves alone. */
  private static final Set<String> LEFT_OUT =
      new TreeSet<>(Set.of("public.cpe_tasks", "public.radius_logs", "public.radpostauth"));

  private static final String COLUMNS = "%-24s %14s %14s %14s%n";

  /** What is not as before and should be: tables, sequences, definitions, large objects. */
  List<String> differences() {
    return before.differences(after);
  }

  /** Rows of these tables, in three columns. */
  String table(List<String> tables) {
    StringBuilder text = new StringBuilder();
    text.append(COLUMNS.formatted("ROWS OF", "BEFORE", "DAMAGED", "NOW"));
    for (String table : tables) {
      text.append(
          COLUMNS.formatted(
              table, rows(before, table), changed(damaged, table), changed(after, table)));
    }
    return text.toString();
  }

  /** What came back, in one sentence. */
  String success() {
    return String.format(
        Locale.ROOT,
        "Yes: %,d rows in %d tables, all definitions, sequences and large objects."
            + " Every checksum is equal.",
        before.rows() - rowsLeftOut(),
        before.tables().size() - LEFT_OUT.size());
  }

  /** What did not have to, since it had stayed. */
  String leftOut() {
    return String.format(
        Locale.ROOT,
        "Not in the file, unless a Backup says otherwise (excludeTableData), and so left as they were:"
            + " %,d rows of logs.",
        rowsLeftOut());
  }

  private long rowsLeftOut() {
    return LEFT_OUT.stream().mapToLong(table -> before.parts().get(table).count()).sum();
  }

  private static String rows(Checksums of, String table) {
    Part part = of.parts().get(table);
    return part == null ? "no table" : String.format(Locale.ROOT, "%,d", part.count());
  }

  /** The count, or that as many rows have another content. */
  private String changed(Checksums of, String table) {
    Part now = of.parts().get(table);
    Part was = before.parts().get(table);
    return now != null && now.count() == was.count() && !now.equals(was)
        ? "changed"
        : rows(of, table);
  }
}
