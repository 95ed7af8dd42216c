package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.Task;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a restore refuses before it looks at a file or a server. */
class RestoreRunTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = "InPlace", mode = EnumSource.Mode.EXCLUDE)
  void aModeThatThisAgentDoesNotKnowIsNotTakenForInPlace(RestoreOptions.Mode mode) {
    RestoreOptions options = new RestoreOptions(mode, null, null, false, null, null);
    assertThat(run(options))
        .isEqualTo(
            new Failure(
                ErrorCode.TaskInvalid,
                "The restore's mode is "
                    + mode
                    + " and this agent restores in place only: nothing was touched. Restore with"
                    + " the mode InPlace."));
  }

  private Failure run(RestoreOptions options) {
    DatabaseAddress address =
        new DatabaseAddress("127.0.0.1", 1, "proxpanel", "panel", null, "/nowhere", null, null);
    Task task =
        new Task.Restore(
            "uid-1",
            List.of(),
            "a.proisp.bak",
            address,
            "proxpanel",
            List.of(),
            null,
            null,
            options);
    return new TaskRunner(
            Map.of(
                "BACKUP_TASK",
                Json.write(task),
                "BACKUP_RESULT_FILE",
                folder.resolve("result").toString()),
            Clock.systemUTC(),
            new PrintWriter(new StringWriter()))
        .run("restore");
  }
}
