package io.proxpanel.backup.controller.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.MikrotikBackupRef;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.MikrotikBackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.ScheduleRef;
import io.proxpanel.backup.controller.deletion.Hold;
import io.proxpanel.backup.controller.fake.RouterSamples;
import io.proxpanel.backup.controller.status.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReferrersTest {
  private static final MikrotikBackupSpec SPEC = RouterSamples.skipping("edge-1");

  private final List<MikrotikBackup> all = new ArrayList<>();
  private final MikrotikBackup old = run("old", SPEC, Phase.Succeeded);

  private MikrotikBackup run(String name, MikrotikBackupSpec spec, Phase phase) {
    MikrotikBackup backup = RouterSamples.backup(name, spec);
    backup.getMetadata().setNamespace("isp");
    backup.getMetadata().setUid("uid-" + name);
    backup.setStatus(new MikrotikBackupStatus());
    backup.getStatus().phase = phase;
    backup.getStatus().attempts = 1;
    all.add(backup);
    return backup;
  }

  private MikrotikBackup referring(String name) {
    MikrotikBackup backup = run(name, SPEC, Phase.Succeeded);
    backup.getStatus().refersTo = List.of(new MikrotikBackupRef("old", "uid-old"));
    return backup;
  }

  private Optional<Hold> hold() {
    return Referrers.of(old, all, List.of(), Duration.ofMinutes(10));
  }

  @Test
  void thoseThatReferToItHoldIt() {
    referring("b");
    referring("a");

    Hold hold = hold().orElseThrow();

    assertThat(hold.verdict().reason()).isEqualTo(Reason.ReferredTo.name());
    assertThat(hold.verdict().truth()).isEqualTo("Unknown");
    assertThat(hold.verdict().message())
        .isEqualTo(
            "The archives stay while MikrotikBackup \"a\", \"b\" refer to them for routers that had"
                + " not changed. Delete them too; or, to let this MikrotikBackup go and leave the"
                + " archives, set its annotation backup.proxpanel.io/abandon-files to \"true\".");
    assertThat(hold.lookAgain()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void thoseThatAreBeingDeletedHoldNothing() {
    referring("a").getMetadata().setDeletionTimestamp("2026-11-23T02:00:00Z");

    assertThat(hold()).isEmpty();
  }

  @Test
  void thoseThatStayForOthersAloneHoldNothing() {
    referring("a").getStatus().keptForOthers = true;

    assertThat(hold()).isEmpty();
  }

  @Test
  void aRunThatHasBegunMayComeToHoldIt() {
    MikrotikBackup running = run("a", SPEC, Phase.Running);
    assertThat(hold().orElseThrow().verdict().reason()).isEqualTo(Reason.MayBeReferredTo.name());

    // Between two attempts: what the first has stored can be taken by the second.
    running.getStatus().phase = Phase.Pending;
    running.getStatus().nextAttemptTime = "2026-11-23T02:00:00Z";
    assertThat(hold()).isPresent();

    running.getStatus().attempts = 0;
    assertThat(hold()).isEmpty();
  }

  @Test
  void aRunThatCannotReferToItDoesNotHoldIt() {
    run("stores", RouterSamples.spec("edge-1"), Phase.Running);
    run("other", SPEC.with(new ScheduleRef("nightly")), Phase.Running);
    run("elsewhere", SPEC, Phase.Running).getMetadata().setNamespace("elsewhere");
    assertThat(hold()).isEmpty();

    run("a", SPEC, Phase.Running);
    old.getStatus().phase = Phase.Failed;
    assertThat(hold()).isEmpty();
  }
}
