package io.proxpanel.backup.agent.task;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says every ten seconds how far something has come, for people who read the log. */
final class Progress {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Clock clock;
  private final String what;
  private Instant next;
  private long bytes;

  Progress(Clock clock, String what) {
    this.clock = clock;
    this.what = what;
    this.next = clock.instant().plus(INTERVAL);
  }

  void add(long more) {
    bytes += more;
    if (clock.instant().isAfter(next)) {
      next = clock.instant().plus(INTERVAL);
      LOG.atInfo().addKeyValue("mebibytes", bytes >> 20).log(what);
    }
  }
}
