package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.PreflightStatus;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import io.proxpanel.backup.contract.TaskResult.State;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.job.Mounts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What the room at a destination means. */
class PreflightResultTest {
  private static final long GIB = 1L << 30;

  @Test
  void whereTheNewestBackupWouldNotFitTheNextOneDoesNot() {
    PreflightStatus status = status(OptionalLong.of(2 * GIB), GIB);

    assertThat(PreflightResult.isGood(status)).isFalse();
    assertThat(status.destinations().get(0).failure().code()).isEqualTo("VolumeFull");
    assertThat(status.destinations().get(0).failure().message())
        .isEqualTo(
            "it has room for 1 GiB, and the newest backup has 2 GiB: make room there, or let"
                + " retention keep less");
    assertThat(PreflightResult.isGood(status(OptionalLong.of(GIB), GIB))).isTrue();
  }

  @Test
  void beforeThereIsOneTheSizeOfTheDatabaseWarns() {
    PreflightResult found = found(OptionalLong.empty());
    TaskResult result = result(GIB);
    PreflightStatus status = found.of(PreflightResult.NOTHING, result);

    assertThat(PreflightResult.isGood(status)).isTrue();
    assertThat(found.notes(PreflightResult.NOTHING, status, result))
        .extracting(Note::message)
        .containsExactly(
            "pg_dump is newer.",
            "The destination \"local\" has room for 1 GiB, and the database has 3 GiB on its"
                + " server's disk: whether a backup fits shows when there is one.");
    TaskResult roomy = result(4 * GIB);
    assertThat(
            found.notes(PreflightResult.NOTHING, found.of(PreflightResult.NOTHING, roomy), roomy))
        .hasSize(1);
  }

  @Test
  void aFolderThatIsNamedTwiceIsNoSecondCopy() {
    Destination first = Samples.backupSpec().destinations().get(0);
    Destination second = new Destination("again", first.local());
    PreflightResult found =
        new PreflightResult(
            new Mounts(),
            Samples.backupSpec().withDestinations(List.of(first, second)),
            Optional.empty(),
            each -> Optional.empty(),
            OptionalLong.empty(),
            null,
            Optional.empty());

    PreflightStatus status = found.of(PreflightResult.NOTHING, result(4 * GIB));

    assertThat(status.destinations().get(0).failure()).isNull();
    assertThat(status.destinations().get(1).failure().code()).isEqualTo("DestinationsAlike");
    assertThat(PreflightText.verdict(status, "Due soon.").message())
        .startsWith(
            "The destination \"again\" cannot be used: the destinations \"local\" and \"again\" are"
                + " the same place (the claim \"panel-backups\"");
  }

  @Test
  void anAgentThatDoesNotKnowTheTaskSaysNothingAboutTheDatabase() {
    TaskResult result =
        new TaskResult(
            State.FAILED,
            "starting",
            new Failure(ErrorCode.TaskInvalid, "BACKUP_TASK is not a task that this agent knows."),
            null,
            null,
            null,
            List.of(),
            null,
            List.of());
    PreflightStatus status = found(OptionalLong.empty()).of(PreflightResult.NOTHING, result);

    assertThat(status.database()).isNull();
    assertThat(status.failure().code()).isEqualTo("TaskInvalid");
  }

  private static PreflightStatus status(OptionalLong newest, long free) {
    return found(newest).of(PreflightResult.NOTHING, result(free));
  }

  private static PreflightResult found(OptionalLong newest) {
    return new PreflightResult(
        new Mounts(),
        Samples.backupSpec(),
        Optional.empty(),
        each -> Optional.empty(),
        newest,
        null,
        Optional.empty());
  }

  private static TaskResult result(long free) {
    return new TaskResult(
        State.SUCCEEDED,
        "done",
        null,
        null,
        new TaskResult.Server("16.9", "16", 3 * GIB),
        null,
        List.of("pg_dump is newer."),
        null,
        List.of(new DestinationResult("local", DestinationResult.READY, "/x", null, free, null)));
  }
}
