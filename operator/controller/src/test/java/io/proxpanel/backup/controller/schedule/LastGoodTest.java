package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.MikrotikBackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.RouterStatus;
import io.proxpanel.backup.controller.fake.RouterSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LastGoodTest {
  private final List<MikrotikBackup> backups = new ArrayList<>();

  /** Routers as {@code +edge-1} or, where they failed, {@code -edge-1}. */
  private void run(String name, Phase phase, String... routers) {
    MikrotikBackup backup = RouterSamples.backup(name, RouterSamples.spec("edge-1"));
    MikrotikBackupStatus status = new MikrotikBackupStatus();
    status.phase = phase;
    status.completionTime = "2026-11-2%dT02:00:00Z".formatted(backups.size());
    status.routers =
        Stream.of(routers)
            .map(
                each ->
                    new RouterStatus(
                        each.substring(1),
                        each.startsWith("+") ? RouterStatus.STORED : RouterStatus.FAILED,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null))
            .toList();
    backup.setStatus(status);
    backups.add(backup);
  }

  @Test
  void theNewestRunThatHasARouterThatFailsSinceIsNamed() {
    run("a", Phase.Succeeded, "+edge-1", "+edge-2");
    run("b", Phase.Succeeded, "+edge-1", "+edge-2");
    run("c", Phase.PartiallySucceeded, "+edge-1", "-edge-2");
    run("d", Phase.PartiallySucceeded, "+edge-1", "-edge-2");

    assertThat(LastGood.of(backups)).isEqualTo(Map.of("b", List.of("edge-2")));
  }

  @Test
  void whatIsGoodAgainNeedsNoOther() {
    run("a", Phase.Succeeded, "+edge-1");
    run("b", Phase.PartiallySucceeded, "-edge-1", "+edge-2");
    run("c", Phase.Succeeded, "+edge-1", "+edge-2");

    assertThat(LastGood.of(backups)).isEmpty();
  }

  @Test
  void aRouterThatTheNewestRunDoesNotKnowIsNotKept() {
    run("a", Phase.Succeeded, "+gone", "+edge-1");
    run("b", Phase.Succeeded, "+edge-1");

    assertThat(LastGood.of(backups)).isEmpty();
  }

  @Test
  void aRunThatStoredNothingHasNothing() {
    run("a", Phase.Succeeded, "+edge-1");
    run("b", Phase.Failed, "+edge-1");
    run("c", Phase.Failed, "-edge-1");

    assertThat(LastGood.of(backups)).isEqualTo(Map.of("a", List.of("edge-1")));
  }
}
