package io.proxpanel.backup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of a log that tell how a restore stands. */
class RestoreProgressTest {
  private static final RestoreProgress FIRST =
      new RestoreProgress("authenticating", null, List.of("The server lacks a role."));
  private static final RestoreProgress SECOND =
      new RestoreProgress(
          "restoring",
          new RestoreOutcome(
              RestoreOptions.Mode.InPlace, null, 1, List.of("table a"), List.of(), 0, 2, null),
          List.of());

  @Test
  void theLastIsFoundAmongOthers() {
    String log = FIRST.line() + "\nINFO stage\n" + SECOND.line() + "\nWARN #restore {}\n";

    assertThat(RestoreProgress.last(log)).contains(SECOND);
    assertThat(RestoreProgress.last(FIRST.line())).contains(FIRST);
  }

  @Test
  void whatWasCutOrSaysNothingIsNone() {
    String line = FIRST.line();

    assertThat(RestoreProgress.last(line.substring(0, line.length() - 3))).isEmpty();
    assertThat(RestoreProgress.last("#restore null\n#restore {}\n")).isEmpty();
    assertThat(RestoreProgress.last("")).isEmpty();
  }
}
