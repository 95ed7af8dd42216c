package io.proxpanel.backup.controller.backup;

import io.proxpanel.backup.api.v1.CopyProgress;
import io.proxpanel.backup.api.v1.ProgressStatus;
import io.proxpanel.backup.contract.BackupProgress;
import io.proxpanel.backup.controller.status.Sizes;
import io.proxpanel.backup.controller.status.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How far a Backup has come, out of what its agent has said of it. Pure. */
final class ProgressText {
  private static final String DUMPING = "dumping";

  private ProgressText() {}

  /**
   * For status, out of the last two that the agent has said; empty when it has said nothing.
   *
   * @param said the earliest first
   * @param likelySize of the whole file in bytes, where there is an earlier one to go by
   * @param now by the operator's clock; that of the agent may differ
   */
  static Optional<ProgressStatus> status(
      List<BackupProgress> said, OptionalLong likelySize, Instant now) {
    if (said.isEmpty()) {
      return Optional.empty();
    }
    BackupProgress last = said.get(said.size() - 1);
    Optional<BackupProgress> before =
        said.size() > 1 ? Optional.of(said.get(said.size() - 2)) : Optional.empty();
    Optional<Pace> pace = before.flatMap(each -> slowest(each, last, likelySize));
    return Optional.of(
        new ProgressStatus(
            Times.text(now),
            last.stage(),
            last.bytes(),
            pace.map(Pace::bytesPerSecond).orElse(null),
            pace.flatMap(Pace::left).map(now::plus).map(Times::text).orElse(null),
            last.copies().stream()
                .map(each -> new CopyProgress(each.name(), each.bytes()))
                .toList()));
  }

  /** {@code dumping, 41 MiB, about 9s left}. */
  static String message(ProgressStatus progress, Instant now) {
    String left =
        progress.expectedEnd() == null
            ? null
            : "about "
                + Times.human(Duration.between(now, Times.parse(progress.expectedEnd())))
                + " left";
    return Stream.of(progress.stage(), Sizes.human(progress.bytes()), left)
        .filter(Objects::nonNull)
        .reduce((a, b) -> a + ", " + b)
        .orElseThrow();
  }

  /**
   * How fast something goes.
   *
   * @param left after how long it will be at its end, where that is known
   */
  private record Pace(long bytesPerSecond, Optional<Duration> left) {}

  /** While it is dumped that counts, afterwards the copy that will be the last. */
  private static Optional<Pace> slowest(
      BackupProgress before, BackupProgress last, OptionalLong likelySize) {
    if (last.stage().equals(DUMPING)) {
      return pace(before, last, before.bytes(), last.bytes(), likelySize);
    }
    Optional<BackupProgress.Sent> behind =
        last.copies().stream()
            .filter(each -> each.bytes() < last.bytes())
            .min((a, b) -> Long.compare(a.bytes(), b.bytes()));
    return behind.flatMap(
        now ->
            before.copies().stream()
                .filter(each -> each.name().equals(now.name()))
                .findFirst()
                .flatMap(
                    then ->
                        pace(
                            before,
                            last,
                            then.bytes(),
                            now.bytes(),
                            OptionalLong.of(last.bytes()))));
  }

  private static Optional<Pace> pace(
      BackupProgress before, BackupProgress last, long from, long to, OptionalLong all) {
    long millis =
        Duration.between(Instant.parse(before.time()), Instant.parse(last.time())).toMillis();
    if (millis <= 0 || to <= from) {
      return Optional.empty();
    }
    long bytesPerSecond = Math.max(1, (to - from) * 1000 / millis);
    // One that has become larger than the last one was has no end that could be told.
    Optional<Duration> left =
        all.isPresent() && all.getAsLong() >= to
            ? Optional.of(Duration.ofSeconds((all.getAsLong() - to) / bytesPerSecond))
            : Optional.empty();
    return Optional.of(new Pace(bytesPerSecond, left));
  }
}
