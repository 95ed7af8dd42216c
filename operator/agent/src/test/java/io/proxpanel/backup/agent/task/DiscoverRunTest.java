package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Task;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoverRunTest {
  @TempDir Path folder;

  @Test
  void refusesTasksThatAreNotItsOwn() {
    assertThat(run(new Task.Delete("uid-1", "a.proisp.bak", List.of()), "discover").message())
        .isEqualTo("The task in BACKUP_TASK is not a discover.");
    assertThat(run(discover("uid-1"), "check").message())
        .isEqualTo("The task in BACKUP_TASK is not a check.");
    assertThat(run(discover("../uid"), "discover").code()).isEqualTo(ErrorCode.TaskInvalid);
  }

  private static Task discover(String uid) {
    return new Task.Discover(
        uid,
        new DatabaseAddress("db", 5432, "panel", "panel", null, "password", null, null),
        null,
        List.of(),
        List.of());
  }

  private Failure run(Task task, String verb) {
    return new TaskRunner(
            Map.of(
                "BACKUP_TASK",
                Json.write(task),
                "BACKUP_RESULT_FILE",
                folder.resolve("result").toString()),
            Clock.systemUTC(),
            new PrintWriter(Writer.nullWriter()))
        .run(verb);
  }
}
