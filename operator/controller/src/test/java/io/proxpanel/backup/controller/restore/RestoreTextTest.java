package io.proxpanel.backup.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.DroppedStatus;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.RestoreOutcome;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import io.proxpanel.backup.contract.RestoreProgress;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestoreTextTest {
  private static final TaskResult.Archive ARCHIVE =
      new TaskResult.Archive(512, 83, 80, 0, 1_750_564L);

  @Test
  void whileItRunsTheStepIsSaidAndWhatGoesAndWhatAPersonHasToKnow() {
    assertThat(RestoreText.running(new RestoreProgress("probing", null, List.of())))
        .isEqualTo("probing");
    assertThat(
            RestoreText.running(
                new RestoreProgress(
                    "restoring",
                    new RestoreOutcome(
                        RestoreOptions.Mode.InPlace,
                        null,
                        1,
                        List.of("view public.v"),
                        List.of(),
                        0,
                        0,
                        null),
                    List.of("The server lacks a role."))))
        .isEqualTo(
            "restoring; 1 object that the backup does not have goes: view public.v. The server lacks"
                + " a role.");
    assertThat(RestoreText.running(new RestoreProgress("restoring", outcome(0), List.of())))
        .isEqualTo("restoring");
  }

  private static NotRestored grant(String name) {
    return new NotRestored("grant", name, "no such role");
  }

  private static TaskResult result(TaskResult.Archive archive, RestoreOutcome outcome) {
    return new TaskResult(
        TaskResult.State.SUCCEEDED,
        "done",
        null,
        null,
        null,
        archive,
        List.of(),
        null,
        List.of(),
        null,
        null,
        null,
        null,
        null,
        outcome);
  }

  private static RestoreOutcome outcome(int all, NotRestored... first) {
    return new RestoreOutcome(
        RestoreOptions.Mode.InPlace, null, 0, List.of(), List.of(first), all, 0, null);
  }

  private static RestoreStatus status(TaskResult result) {
    RestoreStatus status = new RestoreStatus();
    status.into = "proxpanel@db";
    status.fileName = "a.proisp.bak";
    OutcomeStatus.succeeded(status, result.restored());
    status.message = RestoreText.message(result, status);
    return status;
  }

  private static String message(TaskResult.Archive archive, RestoreOutcome outcome) {
    return status(result(archive, outcome)).message;
  }

  private static String message(NotRestored... things) {
    return message(ARCHIVE, outcome(things.length, things));
  }

  @Test
  void allIsAsItWasOnlyWhereThatWasLookedAt() {
    assertThat(message(ARCHIVE, outcome(0))).isEqualTo("83 tables, 1,750,564 rows; all as it was");
    assertThat(message(ARCHIVE, null)).isEqualTo("83 tables, 1,750,564 rows");
    assertThat(message(null, null)).isEqualTo("the data is back");
  }

  @Test
  void oneIsOne() {
    assertThat(message(new TaskResult.Archive(9, 1, 1, 0, 1L), outcome(0)))
        .isEqualTo("1 table, 1 row; all as it was");
    assertThat(message(new TaskResult.Archive(9, 0, 0, 0, 0L), outcome(0)))
        .isEqualTo("0 tables, 0 rows; all as it was");
    assertThat(message(new TaskResult.Archive(9, 2, 2, 0, null), outcome(0)))
        .isEqualTo("2 tables; all as it was");
  }

  @Test
  void whatIsAlikeIsSaidOnce() {
    assertThat(
            message(
                grant("SELECT on table public.nas to \"grafana\""),
                grant("SELECT on table public.radcheck to \"grafana\"")))
        .isEqualTo("83 tables, 1,750,564 rows; 2 grants to \"grafana\" left out: no such role");
    assertThat(message(grant("table public.nas to \"a\""), grant("table public.nas to \"b\"")))
        .endsWith("; 2 grants left out: no such role");
    assertThat(message(grant("table public.nas to \"grafana\"")))
        .endsWith("; grant on table public.nas to \"grafana\" left out: no such role");
    assertThat(message(new NotRestored("owner", "table public.nas", "no such role \"panel\".")))
        .endsWith("; owner of table public.nas is not as it was: no such role \"panel\"");
    NotRestored policy = new NotRestored("policy", "p on public.nas", "not the owner");
    assertThat(message(policy, policy))
        .endsWith("; 2 policies are not as they were: not the owner");
    NotRestored index = new NotRestored("index", "public.i", "it is not valid");
    assertThat(message(index, index)).endsWith("; 2 indexes are not as they were: it is not valid");
    NotRestored rights = new NotRestored("default privileges", "", "no such role");
    assertThat(message(rights)).endsWith("; default privileges are not as they were: no such role");
    NotRestored owners = new NotRestored("owner", "\"panel\" of 3 objects", "no such role");
    assertThat(message(owners))
        .endsWith("; owner \"panel\" of 3 objects is not as it was: no such role");
  }

  @Test
  void rowsAreNotCountedAsThings() {
    NotRestored some = new NotRestored("rows", "ext.config", "of another role");
    NotRestored others =
        new NotRestored("rows left out of the backup", "public.radius_logs, 5 rows", "no column");

    assertThat(message(some))
        .endsWith("; rows of ext.config are not as they were: of another role");
    assertThat(message(others))
        .endsWith(
            "; rows left out of the backup (public.radius_logs, 5 rows) are not as they were: no"
                + " column");
    assertThat(message(some, some))
        .endsWith("; 2 things are not as they were: rows of ext.config; rows of ext.config");
  }

  @Test
  void theFirstOfManyAreNamed() {
    NotRestored owner = new NotRestored("owner", "view public.v", "no such role");
    NotRestored trigger = new NotRestored("event trigger", "log_ddl", "only a superuser may");
    NotRestored comment = new NotRestored("comment", "table public.nas", null);

    assertThat(message(grant("on table public.nas to \"grafana\""), owner))
        .endsWith(
            "; 2 things are not as they were: grant on table public.nas to \"grafana\"; owner of"
                + " view public.v");
    // Of those that are not named, nobody here knows of what kind they are.
    assertThat(message(ARCHIVE, outcome(25, owner, trigger, comment, owner)))
        .endsWith(
            "; 25 things are not as they were: owner of view public.v; event trigger log_ddl;"
                + " comment table public.nas and 22 more");
    assertThat(message(ARCHIVE, outcome(25, owner, owner)))
        .endsWith(
            "; 25 things are not as they were: owner of view public.v; owner of view public.v and"
                + " 23 more");
    assertThat(message(ARCHIVE, outcome(2)))
        .endsWith("; 2 things are not as they were: see the log of the Job");
  }

  @Test
  void namesOfOthersAreCut() {
    String longName = "x".repeat(4000);

    assertThat(message(new NotRestored("function", longName, longName)).length()).isLessThan(400);
  }

  @Test
  void theConditionIsASentence() {
    assertThat(RestoreText.condition(status(result(ARCHIVE, outcome(0)))))
        .isEqualTo("Restored into proxpanel@db: 83 tables, 1,750,564 rows; all as it was.");
    assertThat(RestoreText.condition(status(result(null, null))))
        .isEqualTo("Restored into proxpanel@db: the data is back.");
  }

  @Test
  void whatIsNotAsItWasIsAWarningThatNamesIt() {
    NotRestored owner = new NotRestored("owner", "view public.v", "no such role \"panel\"");
    RestoreStatus status =
        status(result(ARCHIVE, outcome(2, grant("table public.nas to \"grafana\""), owner)));

    assertThat(RestoreText.notes(status))
        .endsWith(
            Note.warning(
                EventReason.NotRestored,
                "The data is back, and 2 things are not as they were: grant on table public.nas to"
                    + " \"grafana\" (no such role); owner of view public.v (no such role"
                    + " \"panel\")."));
    NotRestored[] many =
        IntStream.range(0, 20).mapToObj(i -> grant("" + i)).toArray(NotRestored[]::new);
    assertThat(RestoreText.notes(status(result(ARCHIVE, outcome(30, many)))).get(1).message())
        .contains("grant on 9 (no such role) and 20 more.")
        .doesNotContain("grant on 10");
  }

  @Test
  void whatIsGoneAndWhoWasEndedIsTold() {
    RestoreStatus status = status(result(ARCHIVE, outcome(0)));
    assertThat(RestoreText.notes(status))
        .containsExactly(
            Note.normal(
                EventReason.Restored,
                "Restored a.proisp.bak into proxpanel@db: 83 tables, 1,750,564 rows; all as it"
                    + " was."));

    status.dropped = new DroppedStatus(2, List.of("table public.invoice_lines", "view public.v"));
    status.endedSessions = 3;
    assertThat(RestoreText.notes(status))
        .containsExactly(
            Note.normal(
                EventReason.Restored,
                "Restored a.proisp.bak into proxpanel@db: 83 tables, 1,750,564 rows; all as it was."
                    + " 3 sessions of others were ended for it."),
            Note.normal(
                EventReason.Dropped,
                "2 objects that the backup does not have are gone: table public.invoice_lines, view"
                    + " public.v."));

    status.dropped = new DroppedStatus(1, List.of());
    status.endedSessions = 1;
    assertThat(RestoreText.notes(status))
        .extracting(Note::message)
        .containsExactly(
            "Restored a.proisp.bak into proxpanel@db: 83 tables, 1,750,564 rows; all as it was. 1"
                + " session of others was ended for it.",
            "1 object that the backup does not have is gone.");

    status.dropped =
        new DroppedStatus(40, IntStream.range(0, 20).mapToObj(i -> "table t" + i).toList());
    assertThat(RestoreText.notes(status).get(1).message()).endsWith("table t9 and 30 more.");
  }
}
