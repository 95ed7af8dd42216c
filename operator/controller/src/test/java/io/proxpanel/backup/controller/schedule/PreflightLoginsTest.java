package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.PreflightRouters;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.RouterLoginResult;
import io.proxpanel.backup.contract.RouterLoginResult.Refused;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.fake.RouterSamples;
import io.proxpanel.backup.controller.job.Mounts;
import io.proxpanel.backup.controller.status.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What logging in to routers before it matters says. */
class PreflightLoginsTest {
  private static final MikrotikBackupSpec SPEC = RouterSamples.spec("edge-1", "edge-2");

  private static PreflightRouters found(int all, int untried, ErrorCode... failed) {
    List<Refused> refused =
        IntStream.range(0, failed.length)
            .mapToObj(i -> new Refused("edge-" + (i + 1), new Failure(failed[i], "It is down.")))
            .toList();
    return found(
        new RouterLoginResult(
            all,
            all - untried - failed.length,
            untried,
            failed.length,
            refused.stream().limit(RouterLoginResult.NAMED).toList(),
            null));
  }

  private static PreflightRouters found(RouterLoginResult result) {
    return PreflightLogins.of(SPEC, Optional.empty(), new Mounts(), result);
  }

  private static void isReady(PreflightRouters found, boolean good, String sentence) {
    assertThat(PreflightLogins.problem(found)).isEmpty();
    assertThat(PreflightLogins.isGood(found)).isEqualTo(good);
    assertThat(PreflightLogins.found(found)).isEqualTo(sentence);
  }

  private static void isNotReady(PreflightRouters found, String sentence) {
    assertThat(PreflightLogins.problem(found)).contains(sentence);
    assertThat(PreflightLogins.isGood(found)).isFalse();
  }

  @Test
  void allThatCanBeLoggedInToAreFine() {
    isReady(found(1, 0), true, "1 router: fine.");
    isReady(found(20, 0), true, "20 routers: fine.");
    isReady(null, true, "");
  }

  @Test
  void someThatCannotAreNamedAndTriedAgain() {
    isReady(
        found(20, 0, ErrorCode.RouterUnreachable, ErrorCode.RouterLoginRefused),
        false,
        "2 of 20 routers cannot be logged in to: edge-1: It is down. edge-2: It is down (Secret"
            + " \"panel-db\", key \"password\").");
    ErrorCode down = ErrorCode.RouterUnreachable;
    isReady(
        found(20, 3, down, down, down, down, down),
        false,
        "5 of 20 routers cannot be logged in to: edge-1: It is down. edge-2: It is down. edge-3: It"
            + " is down. And 2 more. 3 of 20 routers were not tried: the time for all of them was"
            + " up.");
  }

  @Test
  void thoseThatTheTimeWasUpForAreNoFailures() {
    isReady(
        found(500, 300),
        true,
        "300 of 500 routers were not tried: the time for all of them was up.");
  }

  @Test
  void whereNoneCanBeNothingCanBeBackedUp() {
    isNotReady(
        found(1, 0, ErrorCode.RouterUnreachable),
        "The router cannot be logged in to: edge-1: It is down.");
    isNotReady(
        found(9, 8, ErrorCode.RouterUnreachable),
        "None of the 9 routers can be logged in to: edge-1: It is down.");
    isNotReady(found(9, 9), "None of the 9 routers has answered in time.");
  }

  @Test
  void whatKeepsThemFromBeingTriedIsSaid() {
    isNotReady(
        found(
            RouterLoginResult.of(
                new Failure(ErrorCode.RouterSelectorFailed, "No Secret has the labels \"a=b\"."))),
        "The routers cannot be backed up: No Secret has the labels \"a=b\".");
    PreflightRouters missing =
        PreflightLogins.of(
            SPEC,
            Optional.of(new Gap(Reason.SecretMissing, "waiting for Secret \"a\"")),
            new Mounts(),
            null);
    isNotReady(missing, "The routers cannot be backed up: waiting for Secret \"a\".");
    assertThat(missing.failure().code()).isEqualTo("SecretMissing");
  }

  @Test
  void anAgentThatSaysNothingOfRoutersKnowsNothing() {
    assertThat(found(null)).isNull();
    assertThat(
            PreflightLogins.of(
                null,
                Optional.empty(),
                new Mounts(),
                new RouterLoginResult(1, 1, 0, 0, null, null)))
        .isNull();
  }

  @Test
  void someThatFailAreToldOnceAsLongAsTheyAreTheSame() {
    PreflightRouters one = found(3, 0, ErrorCode.RouterUnreachable);
    PreflightRouters other = found(3, 0, ErrorCode.RouterLoginRefused);

    assertThat(PreflightLogins.note(null, one))
        .map(Note::message)
        .contains("1 of 3 routers cannot be logged in to: edge-1: It is down.");
    assertThat(PreflightLogins.note(one, one)).isEmpty();
    assertThat(PreflightLogins.note(one, other)).isPresent();
    assertThat(PreflightLogins.note(found(3, 0), one)).isPresent();
    assertThat(PreflightLogins.note(one, found(3, 0))).isEmpty();
    assertThat(PreflightLogins.note(null, found(1, 0, ErrorCode.RouterUnreachable)))
        .as("the condition says it")
        .isEmpty();
    assertThat(PreflightLogins.note(null, null)).isEmpty();
  }
}
