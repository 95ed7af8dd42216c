package io.proxpanel.backup.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.JobTemplate;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.database.DatabaseGate.Answer.Queued;
import io.proxpanel.backup.controller.database.DatabaseGate.Limit;
import io.proxpanel.backup.controller.fake.Results;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.status.Look;
import io.proxpanel.backup.controller.status.Reason;
import java.time.Clock;
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

class BackupDecisionTest {
  private static final Instant NOW = Instant.parse("2026-11-23T02:00:30Z");
  private static final Instant END = NOW.minusSeconds(5);
  private static final AgentState MISSING = new AgentState.Missing();

  private final BackupDecision<Backup> decision =
      new BackupDecision<>(
          Settings.defaults(),
          new DatabaseBackups(Tools.of(null, Settings.defaults(), Clock.systemUTC())));
  private final QueuePlan queue = new QueuePlan(Settings.defaults());

  private static Backup backup(Phase phase, Integer attempts, String next) {
    Backup backup = Samples.backup("nightly");
    backup.getMetadata().setNamespace("isp");
    backup.getMetadata().setCreationTimestamp("2026-11-23T02:00:00Z");
    if (phase != null) {
      backup.setStatus(new BackupStatus());
      backup.getStatus().phase = phase;
      backup.getStatus().fileName = "proisp_full_20261123_020000.proisp.bak";
      backup.getStatus().attempts = attempts;
      backup.getStatus().nextAttemptTime = next;
    }
    return backup;
  }

  private BackupPlan decide(Backup backup, AgentState agent, Gap... gaps) {
    return decision.decide(backup, new BackupObservation(agent, List.of(gaps)), NOW);
  }

  /** What there is to do, by where it stands and how the agent does. */
  static Stream<Arguments> table() {
    Class<?> create = BackupPlan.Create.class;
    Class<?> follow = BackupPlan.Follow.class;
    Class<?> retry = BackupPlan.Retry.class;
    return Stream.of(
        Arguments.of(Phase.Pending, MISSING, create),
        Arguments.of(Phase.Running, MISSING, retry),
        Arguments.of(Phase.Pending, new AgentState.Foreign(), BackupPlan.Withdraw.class),
        Arguments.of(Phase.Pending, new AgentState.Suspended(), follow),
        Arguments.of(Phase.Running, new AgentState.Suspended(), follow),
        Arguments.of(Phase.Pending, new AgentState.Waiting(Optional.empty()), follow),
        Arguments.of(Phase.Running, new AgentState.Waiting(Optional.of("why")), follow),
        Arguments.of(Phase.Running, new AgentState.Working(), follow),
        Arguments.of(Phase.Pending, Results.succeeded(END), BackupPlan.Succeed.class),
        Arguments.of(Phase.Running, Results.succeeded(END), BackupPlan.Succeed.class),
        Arguments.of(Phase.Running, Results.failed(ErrorCode.VolumeFull, END), retry),
        Arguments.of(
            Phase.Running, Results.failed(ErrorCode.PgDumpTooOld, END), BackupPlan.Fail.class),
        Arguments.of(
            Phase.Running, Results.failed(ErrorCode.FileNameTaken, END), BackupPlan.Rename.class),
        Arguments.of(Phase.Running, Results.killed("dumping", null, END), retry),
        Arguments.of(Phase.Running, Results.vanished(END), retry),
        Arguments.of(
            Phase.Running,
            new AgentState.Lost("was stopped", Optional.empty(), true, END),
            BackupPlan.Fail.class));
  }

  @ParameterizedTest
  @MethodSource("table")
  void whileAnAttemptIsUnderWay(Phase phase, AgentState agent, Class<?> plan) {
    assertThat(decide(backup(phase, 1, null), agent)).isInstanceOf(plan);
    assertThat(decision.look(backup(phase, 1, null), NOW)).isEqualTo(Look.AGENT);
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"Succeeded", "Failed"})
  void whatHasEndedStaysAsItIs(Phase phase) {
    assertThat(decide(backup(phase, 1, null), Results.succeeded(END)))
        .isInstanceOf(BackupPlan.Nothing.class);
    assertThat(decision.look(backup(phase, 1, null), NOW)).isEqualTo(Look.NOTHING);
  }

  @Test
  void aNewOneIsAccepted() {
    assertThat(decide(backup(null, null, null), MISSING)).isInstanceOf(BackupPlan.Accept.class);
    assertThat(decision.look(backup(null, null, null), NOW)).isEqualTo(Look.NOTHING);
  }

  @Test
  void startsWhenNothingIsMissing() {
    Backup accepted = backup(Phase.Pending, null, null);

    assertThat(decision.look(accepted, NOW)).isEqualTo(Look.SURROUNDINGS);
    assertThat(decide(accepted, MISSING)).isEqualTo(new BackupPlan.Start(1));
    assertThat(decide(accepted, MISSING, new Gap(Reason.SecretMissing, "waiting for it")))
        .isEqualTo(
            new BackupPlan.Wait(Reason.SecretMissing, "waiting for it", Duration.ofSeconds(6)));
  }

  @Test
  void saysWhatItWaitsForInTheQueueAndHowManyComeBefore() {
    assertThat(message(new Queued(Limit.ALL, 7)))
        .isEqualTo(
            "waiting for a place: 10 Backups run already, as many as BACKUP_MAX_BACKUP_JOBS allows;"
                + " 7 wait before this one");
    assertThat(message(new Queued(Limit.DATABASE, 3)))
        .isEqualTo(
            "waiting for a place at the database \"proxpanel\": 2 Backups of it run already, as many"
                + " as BACKUP_MAX_BACKUP_JOBS_PER_DATABASE allows; 3 wait before this one");
    assertThat(queued(queue, new Queued(Limit.ALL, 7), NOW).reason())
        .isEqualTo(Reason.TooManyBackups);
    assertThat(queued(queue, new Queued(Limit.DATABASE, 7), NOW).reason())
        .isEqualTo(Reason.TooManyBackupsOfDatabase);
  }

  @Test
  void oneIsSaidInTheSingular() {
    QueuePlan one =
        new QueuePlan(
            Samples.settings(
                "BACKUP_MAX_BACKUP_JOBS", "1", "BACKUP_MAX_BACKUP_JOBS_PER_DATABASE", "1"));

    assertThat(queued(one, new Queued(Limit.ALL, 1), NOW).message())
        .isEqualTo(
            "waiting for a place: 1 Backup runs already, as many as BACKUP_MAX_BACKUP_JOBS allows;"
                + " 1 waits before this one");
    assertThat(queued(one, new Queued(Limit.DATABASE, 0), NOW).message())
        .isEqualTo(
            "waiting for a place at the database \"proxpanel\": 1 Backup of it runs already, as many"
                + " as BACKUP_MAX_BACKUP_JOBS_PER_DATABASE allows; this one is next");
  }

  @Test
  void looksLessAndLessOftenUnlessItsTurnIsNear() {
    Instant later = NOW.plusSeconds(600);

    assertThat(queued(queue, new Queued(Limit.ALL, 9), later).lookAgain())
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(queued(queue, new Queued(Limit.ALL, 10), NOW).lookAgain())
        .isEqualTo(Duration.ofSeconds(6));
    assertThat(queued(queue, new Queued(Limit.ALL, 10), later).lookAgain())
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(queued(queue, new Queued(Limit.DATABASE, 1), later).lookAgain())
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(queued(queue, new Queued(Limit.DATABASE, 2), later).lookAgain())
        .isEqualTo(Duration.ofSeconds(30));
  }

  private String message(Queued answer) {
    return queued(queue, answer, NOW).message();
  }

  private static BackupPlan.Wait queued(QueuePlan queue, Queued answer, Instant now) {
    return queue.queued(backup(Phase.Pending, null, null), answer, now);
  }

  @Test
  void sleepsUntilTheNextAttempt() {
    Backup waiting = backup(Phase.Pending, 1, "2026-11-23T02:00:40Z");

    assertThat(decision.look(waiting, NOW)).isEqualTo(Look.NOTHING);
    assertThat(decide(waiting, MISSING)).isEqualTo(new BackupPlan.Sleep(Duration.ofSeconds(10)));
    Backup due = backup(Phase.Pending, 1, "2026-11-23T02:00:30Z");
    assertThat(decision.look(due, NOW)).isEqualTo(Look.SURROUNDINGS);
    assertThat(decide(due, MISSING)).isEqualTo(new BackupPlan.Start(2));
  }

  @Test
  void pausesLongerAfterEveryAttempt() {
    AgentState failure = Results.failed(ErrorCode.DatabaseUnreachable, END);

    assertThat(((BackupPlan.Retry) decide(backup(Phase.Running, 1, null), failure)).next())
        .isEqualTo(END.plusSeconds(10));
    assertThat(((BackupPlan.Retry) decide(backup(Phase.Running, 2, null), failure)).next())
        .isEqualTo(END.plusSeconds(20));
    assertThat(decide(backup(Phase.Running, 3, null), failure)).isInstanceOf(BackupPlan.Fail.class);
  }

  @Test
  void triesAsOftenAsTheTemplateSays() {
    Backup once = backup(Phase.Running, 1, null);
    JobTemplate template =
        new JobTemplate(null, null, null, null, null, null, null, null, null, 0, null, null, null);
    BackupSpec spec = once.getSpec();
    once.setSpec(
        new BackupSpec(
            null,
            null,
            spec.database(),
            null,
            null,
            null,
            spec.destinations(),
            spec.deletionPolicy(),
            template));

    assertThat(decide(once, Results.failed(ErrorCode.DatabaseUnreachable, END)))
        .isInstanceOf(BackupPlan.Fail.class);
  }

  @Test
  void everyErrorIsTriedAgainExactlyWhenItCanSucceedLater() {
    for (ErrorCode code : ErrorCode.values()) {
      BackupPlan plan = decide(backup(Phase.Running, 1, null), Results.failed(code, END));
      Class<?> expected =
          code == ErrorCode.FileNameTaken
              ? BackupPlan.Rename.class
              : code.retryable() ? BackupPlan.Retry.class : BackupPlan.Fail.class;
      assertThat(plan).as(code.name()).isInstanceOf(expected);
    }
  }

  @Test
  void aClockThatRunsAheadDoesNotReachStatus() {
    BackupPlan.Succeed plan =
        (BackupPlan.Succeed)
            decide(backup(Phase.Running, 1, null), Results.succeeded(NOW.plusSeconds(60)));

    assertThat(plan.at()).isEqualTo(NOW);
  }
}
