package io.proxpanel.backup.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.contract.ErrorCode;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What kstatus reads: Ready, and Reconciling or Stalled beside it, each only where it is so. */
class ReadinessTest {
  private static final Conditions CONDITIONS = new Conditions(Clock.systemUTC());

  private static List<String> run(List<Condition> before, Phase phase, Verdict verdict) {
    return words(after(before, phase, verdict));
  }

  private static List<Condition> after(List<Condition> before, Phase phase, Verdict verdict) {
    List<Condition> with = CONDITIONS.with(before, Conditions.SUCCEEDED, verdict, 1L);
    return Readiness.ofRun(CONDITIONS, with, phase, 1L);
  }

  private static List<String> words(List<Condition> conditions) {
    return conditions.stream()
        .map(each -> "%s=%s %s".formatted(each.getType(), each.getStatus(), each.getReason()))
        .toList();
  }

  private static final Verdict WAITS = Verdict.unknown(Reason.SecretMissing, "waiting for it");
  private static final Verdict FAILED = Verdict.no(ErrorCode.DatabaseUnreachable, "It is away.");
  private static final Verdict DONE = Verdict.yes(Reason.DataRestored, "It is back.");

  @Test
  void isInProgressUntilItEnds() {
    for (Phase phase : List.of(Phase.Pending, Phase.Running)) {
      assertThat(run(List.of(), phase, WAITS))
          .containsExactly(
              "Succeeded=Unknown SecretMissing",
              "Ready=False SecretMissing",
              "Reconciling=True SecretMissing");
    }
  }

  @Test
  void hasFailedForGood() {
    List<Condition> before = after(List.of(), Phase.Running, WAITS);

    assertThat(run(before, Phase.Failed, FAILED))
        .containsExactly(
            "Succeeded=False DatabaseUnreachable",
            "Ready=False DatabaseUnreachable",
            "Stalled=True DatabaseUnreachable");
  }

  @Test
  void isReadyWhenItIsDone() {
    List<Condition> before = after(List.of(), Phase.Running, WAITS);

    List<Condition> done = after(before, Phase.Succeeded, DONE);
    assertThat(words(done))
        .containsExactly("Succeeded=True DataRestored", "Ready=True DataRestored");
    assertThat(done).extracting(Condition::getMessage).containsOnly("It is back.");
  }

  @Test
  void aRunThatIsGoodForTheMostPartIsReady() {
    Verdict partly = Verdict.no(Reason.RoutersFailed, "1 of 3 routers failed.");

    assertThat(run(List.of(), Phase.PartiallySucceeded, partly))
        .containsExactly("Succeeded=False RoutersFailed", "Ready=True RoutersFailed");
  }

  @Test
  void saysNothingBeforeAnythingIsKnown() {
    assertThat(Readiness.ofRun(CONDITIONS, List.of(), null, 1L)).isEmpty();
  }

  @Test
  void aScheduleThatNeedsAnotherSpecIsStalledAndOneThatWaitsIsNot() {
    List<Condition> not = CONDITIONS.with(List.of(), Readiness.READY, FAILED, 1L);
    List<Condition> is = CONDITIONS.with(List.of(), Readiness.READY, DONE, 1L);

    assertThat(words(Readiness.ofReady(CONDITIONS, not, true, 1L)))
        .containsExactly("Ready=False DatabaseUnreachable", "Stalled=True DatabaseUnreachable");
    assertThat(words(Readiness.ofReady(CONDITIONS, not, false, 1L)))
        .containsExactly("Ready=False DatabaseUnreachable", "Reconciling=True DatabaseUnreachable");
    assertThat(words(Readiness.ofReady(CONDITIONS, is, true, 1L)))
        .containsExactly("Ready=True DataRestored");
  }
}
