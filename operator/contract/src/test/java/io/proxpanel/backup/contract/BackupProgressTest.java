package io.proxpanel.backup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.BackupProgress.Sent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of a log that tell how far a backup has come. */
class BackupProgressTest {
  private static final BackupProgress FIRST =
      new BackupProgress("2026-11-23T02:00:10Z", "dumping", 1, List.of(new Sent("ftp", 0)));
  private static final BackupProgress SECOND =
      new BackupProgress("2026-11-23T02:00:20Z", "storing", 2, List.of());

  @Test
  void areFoundAmongOthers() {
    String log = "INFO stage\n" + FIRST.line() + "\nWARN #progress {}\n" + SECOND.line() + "\n";

    assertThat(BackupProgress.in(log)).containsExactly(FIRST, SECOND);
  }

  @Test
  void whatWasCutIsNone() {
    String line = FIRST.line();

    assertThat(BackupProgress.in(line.substring(0, line.length() - 3))).isEmpty();
    assertThat(BackupProgress.in("#progress null\n")).isEmpty();
    assertThat(BackupProgress.in("")).isEmpty();
  }
}
