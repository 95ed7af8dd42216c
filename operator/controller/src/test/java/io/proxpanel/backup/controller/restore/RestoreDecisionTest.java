package io.proxpanel.backup.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.fake.Results;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.status.Look;
import io.proxpanel.backup.controller.status.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RestoreDecisionTest {
  private static final Instant NOW = Instant.parse("2026-11-23T03:00:30Z");
  private static final Instant END = NOW.minusSeconds(5);
  private static final AgentState MISSING = new AgentState.Missing();
  private static final Source SOURCE =
      new Source(
          "nightly",
          Samples.backupSpec().destinations(),
          "proisp_full_20261123_020000.proisp.bak",
          null,
          Samples.database(),
          List.of(Samples.database().passwordSecretRef()),
          null,
          RestoreOptions.DEFAULT);
  private static final Sources.Finding FOUND = new Sources.Finding.Found(SOURCE);
  private static final Sources.Finding NOT_YET =
      new Sources.Finding.NotYet(Reason.BackupMissing, "waiting for it");
  private static final Sources.Finding NEVER =
      new Sources.Finding.Never(new Failure(ErrorCode.OverwriteNotConfirmed, "No."));

  private final RestoreDecision decision = new RestoreDecision(Settings.defaults());

  private static Restore restore(Phase phase, Integer attempts, String transactionId) {
    Restore restore = Samples.restore("undo", "nightly");
    restore.getMetadata().setNamespace("isp");
    restore.getMetadata().setCreationTimestamp("2026-11-23T03:00:00Z");
    if (phase != null) {
      restore.setStatus(new RestoreStatus());
      restore.getStatus().phase = phase;
      restore.getStatus().attempts = attempts;
      restore.getStatus().transactionId = transactionId;
      restore.getStatus().into = "proxpanel@db";
    }
    return restore;
  }

  private RestorePlan decide(
      Restore restore, Sources.Finding source, AgentState agent, Gap... gaps) {
    return decision.decide(restore, new RestoreObservation(source, agent, List.of(gaps)), NOW);
  }

  /** What there is to do, by where it stands and how the agent does. */
  static Stream<Arguments> table() {
    Class<?> follow = RestorePlan.Follow.class;
    Class<?> retry = RestorePlan.Retry.class;
    Class<?> fail = RestorePlan.Fail.class;
    return Stream.of(
        Arguments.of(Phase.Pending, MISSING, RestorePlan.Create.class),
        Arguments.of(Phase.Running, MISSING, fail),
        Arguments.of(Phase.Pending, new AgentState.Foreign(), RestorePlan.Withdraw.class),
        Arguments.of(Phase.Running, new AgentState.Foreign(), fail),
        Arguments.of(Phase.Pending, new AgentState.Suspended(), follow),
        Arguments.of(Phase.Running, new AgentState.Suspended(), RestorePlan.Release.class),
        Arguments.of(Phase.Running, new AgentState.Waiting(Optional.empty()), follow),
        Arguments.of(Phase.Running, new AgentState.Waiting(Optional.of("why")), follow),
        Arguments.of(Phase.Running, new AgentState.Working(), follow),
        Arguments.of(Phase.Running, Results.succeeded(END), RestorePlan.Succeed.class),
        Arguments.of(Phase.Running, Results.failed(ErrorCode.DatabaseBusy, END), retry),
        Arguments.of(Phase.Running, Results.failed(ErrorCode.PgRestoreFailed, "7", END), fail),
        Arguments.of(Phase.Running, Results.killed("authenticating", null, END), retry),
        Arguments.of(Phase.Running, Results.killed("restoring", "7", END), retry),
        Arguments.of(Phase.Running, Results.vanished(END), fail),
        Arguments.of(
            Phase.Running, new AgentState.Lost("was stopped", Optional.empty(), true, END), fail));
  }

  @ParameterizedTest
  @MethodSource("table")
  void whileAnAttemptIsUnderWay(Phase phase, AgentState agent, Class<?> plan) {
    assertThat(decide(restore(phase, 1, null), FOUND, agent)).isInstanceOf(plan);
    assertThat(decision.look(restore(phase, 1, null), NOW)).isEqualTo(Look.AGENT);
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"Succeeded", "Failed"})
  void whatHasEndedStaysAsItIs(Phase phase) {
    assertThat(decide(restore(phase, 1, null), FOUND, MISSING))
        .isInstanceOf(RestorePlan.Nothing.class);
    assertThat(decision.look(restore(phase, 1, null), NOW)).isEqualTo(Look.NOTHING);
  }

  @Test
  void startsWhenTheSourceIsKnownAndNothingIsMissing() {
    Restore fresh = restore(null, null, null);
    Gap gap = new Gap(Reason.SecretMissing, "waiting for a Secret");

    assertThat(decide(fresh, FOUND, MISSING)).isEqualTo(new RestorePlan.Start(1));
    assertThat(decide(fresh, FOUND, MISSING, gap))
        .isEqualTo(
            new RestorePlan.Wait(
                Reason.SecretMissing, "waiting for a Secret", Duration.ofSeconds(6)));
    assertThat(decide(fresh, NOT_YET, MISSING))
        .isEqualTo(
            new RestorePlan.Wait(Reason.BackupMissing, "waiting for it", Duration.ofSeconds(6)));
    assertThat(decide(fresh, NEVER, MISSING))
        .isEqualTo(new RestorePlan.Fail(new Failure(ErrorCode.OverwriteNotConfirmed, "No."), NOW));
  }

  @Test
  void takesAnAttemptBackWhenItsSourceIsGoneBeforeTheJobIsThere() {
    assertThat(decide(restore(Phase.Pending, 1, null), NOT_YET, MISSING))
        .isInstanceOf(RestorePlan.Withdraw.class);
  }

  @Test
  void takesTheTransactionAlongUntilItsEndIsKnown() {
    AgentState killed = Results.killed("restoring", "7", END);
    AgentState killedEarly = Results.killed("authenticating", null, END);
    AgentState refused = Results.failed(ErrorCode.DatabaseUnreachable, END);

    assertThat(decide(restore(Phase.Running, 1, null), FOUND, killed))
        .isInstanceOfSatisfying(
            RestorePlan.Retry.class,
            retry -> {
              assertThat(retry.transactionId()).isEqualTo("7");
              assertThat(retry.next()).isEqualTo(END.plusSeconds(10));
            });
    for (AgentState agent : List.of(killedEarly, refused)) {
      assertThat(decide(restore(Phase.Running, 2, "7"), FOUND, agent))
          .isInstanceOfSatisfying(
              RestorePlan.Retry.class, retry -> assertThat(retry.transactionId()).isEqualTo("7"));
    }
  }

  @Test
  void saysWhetherTheDatabaseIsAsItWas() {
    assertThat(message(restore(Phase.Running, 3, null), Results.killed("probing", null, END)))
        .isEqualTo(
            "The agent was killed by signal 9 while it was probing. The data is as it was: create"
                + " another Restore to try again.");
    assertThat(message(restore(Phase.Running, 3, null), Results.killed("restoring", "7", END)))
        .startsWith("The agent was killed by signal 9 while it was restoring. Whether the database")
        .contains("is not known");
    assertThat(message(restore(Phase.Running, 3, "7"), Results.killed("probing", null, END)))
        .contains("is not known");
    assertThat(
            message(
                restore(Phase.Running, 3, "7"), Results.failed(ErrorCode.DatabaseUnreachable, END)))
        .contains("is not known");
    assertThat(
            message(
                restore(Phase.Running, 1, null),
                Results.failed(ErrorCode.PgRestoreFailed, "7", END)))
        .isEqualTo("It failed.");
    assertThat(
            message(
                restore(Phase.Running, 3, null),
                Results.failed(ErrorCode.DatabaseUnreachable, END)))
        .isEqualTo("It failed. The data is as it was: create another Restore to try again.");
    assertThat(message(restore(Phase.Running, 1, null), Results.vanished(END)))
        .contains("is not known");
  }

  @Test
  void whoeverWasToldThatTheDataIsAsItWasIsNotToldThatNobodyKnows() {
    Restore last = restore(Phase.Running, 3, "7");
    String waited = "It could not wait longer, and the database is as it was.";

    assertThat(message(last, ended(TaskResult.RESTORING, waited)))
        .isEqualTo(waited + " Create another Restore to try again.");
    assertThat(message(last, ended("committing", "The connection was lost.")))
        .startsWith("The connection was lost. Whether the database was replaced is not known");
    // It had only asked how the earlier one ended.
    assertThat(message(last, ended("probing", "It is busy.")))
        .startsWith("It is busy. Whether the database was replaced is not known");
  }

  private static AgentState ended(String stage, String message) {
    Failure failure = new Failure(ErrorCode.DatabaseBusy, message);
    return new AgentState.Ended(
        new TaskResult(
            TaskResult.State.FAILED, stage, failure, null, null, null, List.of(), "8", List.of()),
        END);
  }

  @Test
  void anEarlierAttemptWhoseEndNobodyAskedForIsNotForgotten() {
    Restore second = restore(Phase.Running, 2, "7");

    assertThat(message(second, Results.failed(ErrorCode.FileMissing, END)))
        .startsWith("It failed. Whether the database was replaced is not known");
    // Whoever has a transaction of its own has asked how the earlier one ended; so has whoever
    // names that one.
    assertThat(message(second, Results.failed(ErrorCode.PgRestoreFailed, "8", END)))
        .isEqualTo("It failed.");
    assertThat(message(second, Results.failed(ErrorCode.PgRestoreFailed, "7", END)))
        .isEqualTo("It failed.");
  }

  @Test
  void everyErrorIsTriedAgainExactlyWhenItCanSucceedLater() {
    for (ErrorCode code : ErrorCode.values()) {
      RestorePlan plan = decide(restore(Phase.Running, 1, null), FOUND, Results.failed(code, END));
      assertThat(plan)
          .as(code.name())
          .isInstanceOf(code.retryable() ? RestorePlan.Retry.class : RestorePlan.Fail.class);
    }
  }

  private String message(Restore restore, AgentState agent) {
    return ((RestorePlan.Fail) decide(restore, FOUND, agent)).failure().message();
  }
}
