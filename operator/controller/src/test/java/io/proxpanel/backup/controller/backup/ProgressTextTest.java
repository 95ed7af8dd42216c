package io.proxpanel.backup.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.CopyProgress;
import io.proxpanel.backup.api.v1.ProgressStatus;
import io.proxpanel.backup.contract.BackupProgress;
import io.proxpanel.backup.contract.BackupProgress.Sent;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How far a Backup has come. */
class ProgressTextTest {
  private static final long MIB = 1 << 20;
  private static final Instant NOW = Instant.parse("2026-11-23T02:00:40Z");

  @Test
  void whileItIsDumpedTheSizeOfTheLastOneTellsTheEnd() {
    ProgressStatus progress =
        ProgressText.status(
                List.of(
                    at("02:00:10Z", "dumping", 11 * MIB),
                    at("02:00:20Z", "dumping", 31 * MIB),
                    at("02:00:30Z", "dumping", 41 * MIB, new Sent("ftp", 12 * MIB))),
                OptionalLong.of(50 * MIB),
                NOW)
            .orElseThrow();

    assertThat(progress.time()).isEqualTo("2026-11-23T02:00:40Z");
    assertThat(progress.bytes()).isEqualTo(41 * MIB);
    assertThat(progress.bytesPerSecond()).isEqualTo(MIB);
    assertThat(progress.expectedEnd()).isEqualTo("2026-11-23T02:00:49Z");
    assertThat(progress.copies()).containsExactly(new CopyProgress("ftp", 12 * MIB));
    assertThat(ProgressText.message(progress, NOW)).isEqualTo("dumping, 41 MiB, about 9s left");
  }

  @Test
  void whileItIsStoredTheCopyThatIsFurthestBehindDoes() {
    ProgressStatus progress =
        ProgressText.status(
                List.of(
                    at("02:00:20Z", "dumping", 40 * MIB, new Sent("a", 40 * MIB), new Sent("b", 0)),
                    at(
                        "02:00:30Z",
                        "storing",
                        40 * MIB,
                        new Sent("a", 40 * MIB),
                        new Sent("b", 10 * MIB))),
                OptionalLong.empty(),
                NOW)
            .orElseThrow();

    assertThat(ProgressText.message(progress, NOW)).isEqualTo("storing, 40 MiB, about 30s left");
  }

  @Test
  void whatCannotBeToldIsNot() {
    assertThat(ProgressText.status(List.of(), OptionalLong.empty(), NOW)).isEmpty();
    ProgressStatus first =
        ProgressText.status(List.of(at("02:00:10Z", "dumping", MIB)), OptionalLong.of(1), NOW)
            .orElseThrow();
    assertThat(first.bytesPerSecond()).isNull();
    assertThat(ProgressText.message(first, NOW)).isEqualTo("dumping, 1 MiB");
    // Larger than the last one was.
    ProgressStatus larger =
        ProgressText.status(
                List.of(at("02:00:10Z", "dumping", MIB), at("02:00:20Z", "dumping", 2 * MIB)),
                OptionalLong.of(MIB),
                NOW)
            .orElseThrow();
    assertThat(larger.bytesPerSecond()).isPositive();
    assertThat(larger.expectedEnd()).isNull();
    // It stands still.
    ProgressStatus still =
        ProgressText.status(
                List.of(at("02:00:10Z", "dumping", MIB), at("02:00:20Z", "dumping", MIB)),
                OptionalLong.of(2 * MIB),
                NOW)
            .orElseThrow();
    assertThat(still.bytesPerSecond()).isNull();
  }

  private static BackupProgress at(String time, String stage, long bytes, Sent... copies) {
    return new BackupProgress("2026-11-23T" + time, stage, bytes, List.of(copies));
  }
}
