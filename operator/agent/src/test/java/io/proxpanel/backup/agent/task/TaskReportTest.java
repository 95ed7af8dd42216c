package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.RestoreOutcome;
import io.proxpanel.backup.contract.RestoreProgress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskReportTest {
  @TempDir Path folder;

  @Test
  void aRestoreTellsHowItStandsUntilItsEnd() throws Exception {
    TaskReport report = new TaskReport(new ResultFile(folder.resolve("result")));
    RestoreOutcome known =
        new RestoreOutcome(
            RestoreOptions.Mode.InPlace, null, 1, List.of("table public.a"), List.of(), 0, 0, null);
    report.stage("restoring");
    report.warn("The server lacks a role.");
    report.restored(known);

    assertThat(report.restoreLine().flatMap(RestoreProgress::last))
        .contains(new RestoreProgress("restoring", known, List.of("The server lacks a role.")));

    report.succeed();

    assertThat(report.restoreLine()).isEmpty();
  }
}
