package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveContents;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of {@link LeftOutTable}s while their tables are made anew in the same database. They
 * wait as text in temporary tables of the restore's transaction, since their types may be dropped
 * meanwhile.
 */
final class KeptRows {
  private static final String CANNOT_TAKE =
      String.join(
          " OR ",
          "integrity_constraint_violation",
          "not_null_violation",
          "foreign_key_violation",
          "unique_violation",
          "check_violation",
          "exclusion_violation",
          "data_exception",
          "invalid_text_representation",
          "insufficient_privilege",
          "raise_exception");

  private final PsqlSession session;
  private final Optionally optionally = new Optionally();
  private final List<Held> held = new ArrayList<>();
  private int holders;

  KeptRows(PsqlSession session) {
    this.session = session;
  }

  /**
   * Rows that wait.
   *
   * @param holder temporary table that has them
   */
  private record Held(LeftOutTable table, String holder, long rows) {}

  /** Takes the rows out of the way of what is dropped. */
  void hold(ArchiveContents contents) throws SqlException, AgentException {
    for (LeftOutTable table : LeftOutTable.find(session, contents)) {
      hold(table);
    }
  }

  private void hold(LeftOutTable table) throws SqlException, AgentException {
    String holder = "pg_temp.proxpanel_kept_" + holders++;
    String texts =
        table.columns().keySet().stream()
            .map(column -> DumpScope.quoted(column) + "::pg_catalog.text")
            .collect(Collectors.joining(", "));
    session.execute(
        "CREATE TEMPORARY TABLE "
            + holder.substring("pg_temp.".length())
            + " ON COMMIT DROP AS SELECT "
            + texts
            + " FROM "
            + table.source()
            + ";");
    long rows = session.row("SELECT count(*) AS n FROM " + holder).get("n").asLong();
    if (rows > 0) {
      held.add(new Held(table, holder, rows));
    }
  }

  /**
   * Puts the rows into the restored tables.
   *
   * @param discard whether rows may be lost that their table cannot take
   * @return those that are
   * @throws AgentException {@code RestoreRefused} when they may not
   */
  List<NotRestored> putBack(boolean discard) throws SqlException, AgentException {
    List<NotRestored> lost = new ArrayList<>();
    for (Held rows : held) {
      String reason = putBack(rows);
      if (reason != null) {
        lost.add(rows.table().lost(rows.rows(), reason));
      }
    }
    LeftOutTable.requireNothing(lost, discard);
    return lost;
  }

  /** Why it cannot be done, or null. */
  private String putBack(Held rows) throws SqlException, AgentException {
    LeftOutTable.Fit fit = rows.table().fit(session);
    if (fit.reason() != null) {
      return fit.reason();
    }
    insert(rows, fit);
    for (NotRestored failure : Optionally.take(session)) {
      return failure.reason();
    }
    rows.table().advance(session);
    return null;
  }

  private void insert(Held rows, LeftOutTable.Fit fit) throws SqlException, AgentException {
    LeftOutTable.Triggers triggers = rows.table().triggers(session);
    List<String> statements = new ArrayList<>(triggers.disable());
    String values =
        fit.columns().entrySet().stream()
            .map(column -> DumpScope.quoted(column.getKey()) + "::" + column.getValue())
            .collect(Collectors.joining(", "));
    statements.add(
        "INSERT INTO "
            + rows.table().table()
            + " ("
            + fit.names()
            + ") OVERRIDING SYSTEM VALUE SELECT "
            + values
            + " FROM "
            + rows.holder());
    statements.addAll(triggers.enable());
    session.execute(
        optionally.block(
            LeftOutTable.NOT_PUT_BACK,
            rows.table().name(),
            String.join("; ", statements),
            CANNOT_TAKE));
  }
}
