package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Destinations are tried by a file that does not stay. */
class ProbeRunTest {
  private static final String UID = "uid-1";

  @TempDir Path folder;

  @Test
  void leavesNothingAndSaysHowMuchRoomThereIs() throws Exception {
    Destination first = destination("first");
    Files.createDirectory(folder.resolve("first"));
    Files.writeString(folder.resolve("first/other.txt"), "somebody else's");
    // A probe that was killed has left it.
    Files.writeString(folder.resolve("first/proxpanel-backup-probe-" + UID), "half");

    assertThat(probe(List.of(first))).isNull();

    assertThat(folder.resolve("first")).isDirectoryContaining("glob:**/other.txt");
    try (var files = Files.list(folder.resolve("first"))) {
      assertThat(files).hasSize(1);
    }
    DestinationResult result = result().destinations().get(0);
    assertThat(result.state()).isEqualTo(DestinationResult.READY);
    assertThat(result.freeBytes()).isPositive();
  }

  @Test
  void whatIsWrongInOnePlaceDoesNotKeepTheOthersFromBeingTried() throws Exception {
    Destination gone = destination("gone");
    Files.createDirectory(folder.resolve("second"));

    Failure failure = probe(List.of(gone, destination("second")));

    assertThat(failure.code()).isEqualTo(ErrorCode.FolderMissing);
    assertThat(result().destinations())
        .extracting(DestinationResult::state)
        .containsExactly(DestinationResult.FAILED, DestinationResult.READY);
  }

  @Test
  void thereMustBeSomethingToTry() throws Exception {
    Failure failure = probe(List.of());

    assertThat(failure.code()).isEqualTo(ErrorCode.TaskInvalid);
    assertThat(failure.message()).isEqualTo("The task has nothing to try.");
  }

  private Destination destination(String name) {
    return new Destination(name, new Destination.Local(folder.resolve(name).toString()));
  }

  private Failure probe(List<Destination> destinations) {
    Map<String, String> environment =
        Map.of(
            "BACKUP_TASK",
            Json.write(new Task.Probe(UID, null, true, null, destinations)),
            "BACKUP_RESULT_FILE",
            folder.resolve("result").toString());
    return new TaskRunner(environment, Clock.systemUTC(), new PrintWriter(new StringWriter()))
        .run("probe");
  }

  private TaskResult result() throws IOException {
    return Json.read(Files.readString(folder.resolve("result")), TaskResult.class);
  }
}
