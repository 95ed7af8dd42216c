package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.contract.BackupProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How far a backup has come is in the log. */
class ProgressLinesTest {

  @Test
  void printsWhatThereIsToTellUntilItIsClosed() {
    StringWriter log = new StringWriter();
    AtomicInteger asked = new AtomicInteger();
    BackupProgress progress = new BackupProgress("2026-11-23T02:00:10Z", "dumping", 7, List.of());
    try (ProgressLines lines = new ProgressLines(new PrintWriter(log, true))) {
      lines.follow(
          () -> asked.incrementAndGet() < 3 ? Optional.empty() : Optional.of(progress.line()),
          Duration.ofMillis(5));
      await().until(() -> asked.get() >= 5);
    }
    assertThat(BackupProgress.in(log.toString())).isNotEmpty().containsOnly(progress);
  }
}
