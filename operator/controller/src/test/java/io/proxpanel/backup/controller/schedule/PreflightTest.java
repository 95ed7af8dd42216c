package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.LocalDestination;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Restorability;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.RouterSamples;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.fake.ScheduleSamples;
import io.proxpanel.backup.controller.status.Conditions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Backups of a schedule will need is tried before they are due. */
class PreflightTest extends OperatorTestCase {
  private static final TaskResult.Server SERVER = new TaskResult.Server("16.9", "16", 641728512L);
  private static final String FINE =
      " Tried: PostgreSQL 16.9, 612 MiB, with pg_dump 16; local: fine.";

  @BeforeEach
  void withPreflight() {
    restart("20ms");
    cluster.jobs().agents(job -> ready());
  }

  private void restart(String pause, String... others) {
    stopOperator();
    String[] settings = {
      "BACKUP_PREFLIGHT",
      "true",
      "BACKUP_PREFLIGHT_PAUSE",
      pause,
      "BACKUP_PREFLIGHT_PAUSE_MAX",
      pause,
      "BACKUP_RESYNC",
      "1s"
    };
    String[] all = java.util.Arrays.copyOf(settings, settings.length + others.length);
    System.arraycopy(others, 0, all, settings.length, others.length);
    startOperator(all);
  }

  private static FakeAgent ready() {
    return FakeAgent.probes(
        SERVER, null, List.of(new DestinationResult("local", "Ready", "/x", null, 5L << 30, null)));
  }

  private static FakeAgent notReady(ErrorCode code, String sentence) {
    Failure failure = new Failure(code, sentence);
    return FakeAgent.probes(
        SERVER, failure, List.of(new DestinationResult("local", "Failed", null, failure)));
  }

  @Test
  void aNewScheduleIsTriedOnceAndIsReadyThen() {
    createSurroundings();
    cluster.create(ScheduleSamples.daily("nightly").build());

    BackupSchedule schedule = awaitReady("nightly", "True", "Scheduled");

    assertThat(ready(schedule).getMessage())
        .startsWith("The next Backup is due at ")
        .endsWith(" Europe/Berlin." + FINE);
    assertThat(schedule.getStatus().message).isNull();
    assertThat(schedule.getStatus().preflight.job()).isNull();
    assertThat(schedule.getStatus().preflight.nextTime()).isNull();
    assertThat(schedule.getStatus().preflight.destinations().get(0).freeBytes())
        .isEqualTo(5L << 30);
    Task.Probe task = (Task.Probe) FakeCluster.task(cluster.job(onlyRun()));
    assertThat(task.database().name()).isEqualTo("proxpanel");
    assertThat(task.dumps()).isTrue();
    assertThat(task.destinations()).extracting(each -> each.name()).containsExactly("local");
    assertThat(task.uid()).isEqualTo(schedule.getMetadata().getUid());

    // Nothing has changed since: however often it is looked at, it is not tried again.
    awaitRequests("GET /api/v1/namespaces/isp/secrets/panel-db", 2);
    assertThat(cluster.jobs().runs()).hasSize(1);
  }

  @Test
  void saysBeforeItIsDueWhetherAllCanComeBack() {
    createSurroundings();
    Restorability whole = new Restorability("proxpanel", null, List.of(), 0, null, List.of(), 0);
    cluster.jobs().agents(job -> FakeAgent.succeeds(job, whole));
    cluster.create(ScheduleSamples.daily("nightly").build());

    Condition restorable =
        Conditions.find(
                awaitReady("nightly", "True", "Scheduled").getStatus().conditions,
                Conditions.RESTORABLE)
            .orElseThrow();

    assertThat(restorable.getStatus()).isEqualTo("True");
    assertThat(restorable.getReason()).isEqualTo("Whole");
    assertThat(restorable.getMessage())
        .isEqualTo(
            "The role \"proxpanel\" can restore all of it, but for the rows that excludeTableData"
                + " leaves out (radius_logs, radpostauth, cpe_tasks).");
  }

  @Test
  void whereOnlyRoutersAreBackedUpNoDatabaseIsTried() {
    createSurroundings();
    cluster
        .jobs()
        .agents(
            job ->
                FakeAgent.probes(
                    null, null, List.of(new DestinationResult("local", "Ready", "/x", null))));
    cluster.create(
        ScheduleSamples.daily("routers")
            .backup(null)
            .mikrotik(RouterSamples.spec("edge-1"))
            .build());

    BackupSchedule schedule = awaitReady("routers", "True", "Scheduled");

    assertThat(ready(schedule).getMessage()).endsWith(" Tried: local: fine.");
    assertThat(((Task.Probe) FakeCluster.task(cluster.job(onlyRun()))).database()).isNull();
  }

  @Test
  void destinationsOfRoutersAreTriedBesideThoseOfTheDatabase() {
    createSurroundings();
    MikrotikBackupSpec routers =
        RouterSamples.spec("edge-1")
            .withDestinations(
                List.of(
                    new Destination("routers", new LocalDestination("panel-backups", "routers"))));
    cluster.create(ScheduleSamples.daily("nightly").mikrotik(routers).build());

    eventually().until(() -> !cluster.jobs().runs().isEmpty());

    assertThat(((Task.Probe) FakeCluster.task(cluster.job(onlyRun()))).destinations())
        .extracting(each -> each.name())
        .containsExactly("local", "routers");
  }

  @Test
  void isNotReadyBeforeItWasTried() {
    createSurroundings();
    cluster.jobs().agents(job -> new FakeAgent.Works());
    cluster.create(ScheduleSamples.daily("nightly").build());

    BackupSchedule schedule = awaitReady("nightly", "Unknown", "Checking");
    assertThat(ready(schedule).getMessage())
        .isEqualTo("Trying whether the database and the destinations can be used.");

    eventually().until(() -> !cluster.jobs().runs().isEmpty());
    cluster.jobs().end(onlyRun(), (FakeAgent.Ends) ready());
    awaitReady("nightly", "True", "Scheduled");
  }

  @Test
  void aJobThatCannotStartIsSaid() {
    createSurroundings();
    cluster.jobs().agents(job -> new FakeAgent.Stuck("ErrImagePull", "no such image"));
    cluster.create(ScheduleSamples.daily("nightly").build());

    BackupSchedule schedule =
        eventually()
            .until(
                () -> awaitReady("nightly", "Unknown", "Checking"),
                s -> s.getStatus().preflight.waiting() != null);
    assertThat(ready(schedule).getMessage())
        .startsWith("Whether the database and the destinations can be used is not known yet: ")
        .contains("no such image");
  }

  @Test
  void whatIsWrongIsSaidAndTriedAgainUntilItIsGood() {
    createSurroundings();
    AtomicInteger tries = new AtomicInteger();
    cluster
        .jobs()
        .agents(
            job ->
                tries.incrementAndGet() < 3
                    ? notReady(ErrorCode.VolumeNotWritable, "The volume is read-only.")
                    : ready());
    cluster.create(ScheduleSamples.daily("nightly").build());

    awaitReady("nightly", "True", "Scheduled");

    assertThat(cluster.jobs().runs()).hasSize(3).doesNotHaveDuplicates();
    String sentence = "The destination \"local\" cannot be used: The volume is read-only.";
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .filteredOn(event -> event.startsWith("ScheduleState: "))
                    .hasSize(2)
                    .first()
                    .isEqualTo("ScheduleState: " + sentence));
  }

  @Test
  void aLoginThatIsRefusedNamesTheSecretAndWhatIsFine() {
    createSurroundings();
    restart("1h");
    cluster
        .jobs()
        .agents(
            job ->
                FakeAgent.probes(
                    null,
                    new Failure(ErrorCode.DatabaseLoginRefused, "The login was refused."),
                    List.of(new DestinationResult("local", "Ready", "/x", null))));
    cluster.create(ScheduleSamples.daily("nightly").build());

    BackupSchedule schedule = awaitReady("nightly", "False", "DatabaseNotReady");
    assertThat(ready(schedule).getMessage())
        .isEqualTo(
            "The database cannot be backed up: The login was refused: check the Secret"
                + " \"panel-db\", key \"password\". local: fine.");
    assertThat(schedule.getStatus().message).isEqualTo(ready(schedule).getMessage());
  }

  @Test
  void aSecretThatIsChangedIsTriedWithoutWaiting() {
    createSurroundings();
    restart("1h");
    cluster.jobs().agents(job -> notReady(ErrorCode.DestinationLoginRefused, "Refused."));
    cluster.create(ScheduleSamples.daily("nightly").build());
    awaitReady("nightly", "False", "DestinationsNotReady");

    cluster.jobs().agents(job -> ready());
    Secret changed = new SecretBuilder(Samples.secret()).addToData("password", "bmV1").build();
    cluster.client().secrets().inNamespace(FakeCluster.NAMESPACE).resource(changed).update();

    awaitReady("nightly", "True", "Scheduled");
    assertThat(cluster.jobs().runs()).hasSize(2);
  }

  @Test
  void aScheduleThatIsChangedIsTriedAgainAndItsTimesAreNoReason() {
    createSurroundings();
    cluster.create(ScheduleSamples.daily("nightly").build());
    awaitReady("nightly", "True", "Scheduled");

    edit("nightly", ScheduleSamples.daily("nightly").at("03:00").build());
    eventually().until(() -> cluster.schedule("nightly").getStatus().at.startsWith("03:00"));
    awaitRequests("GET /api/v1/namespaces/isp/secrets/panel-db", 1);
    assertThat(cluster.jobs().runs()).hasSize(1);

    edit("nightly", ScheduleSamples.daily("nightly").backup(into("other")).build());
    eventually().until(() -> cluster.jobs().runs().size() == 2);
    awaitReady("nightly", "True", "Scheduled");
  }

  @Test
  void whatIsMissingIsNamedAndTheRestIsTried() {
    cluster.create(Samples.secret());
    cluster.create(Samples.claim());
    BackupSpec spec =
        Samples.backupSpec()
            .withDestinations(
                List.of(
                    new Destination("local", new LocalDestination("panel-backups", "isp")),
                    new Destination("second", new LocalDestination("second-claim", "isp"))));
    cluster.create(ScheduleSamples.daily("nightly").backup(spec).build());

    BackupSchedule schedule = awaitReady("nightly", "False", "DestinationsNotReady");
    assertThat(ready(schedule).getMessage())
        .isEqualTo(
            "The destination \"second\" cannot be used: waiting for PersistentVolumeClaim"
                + " \"second-claim\": it does not exist. local: fine.");
  }

  @Test
  void withNothingThereNoJobIsStarted() {
    restart("1h");
    cluster.create(ScheduleSamples.daily("nightly").build());

    BackupSchedule schedule = awaitReady("nightly", "False", "DatabaseNotReady");
    assertThat(ready(schedule).getMessage())
        .isEqualTo(
            "The database cannot be backed up: waiting for Secret \"panel-db\", key"
                + " \"password\": the Secret does not exist. The destination \"local\" cannot be"
                + " used: waiting for PersistentVolumeClaim \"panel-backups\": it does not"
                + " exist.");
    assertThat(cluster.jobs().runs()).isEmpty();

    createSurroundings();
    awaitReady("nightly", "True", "Scheduled");
  }

  @Test
  void anAgentThatIsLostSaysNothingAboutTheDatabase() {
    createSurroundings();
    restart("1h");
    cluster.jobs().agents(job -> FakeAgent.killed("probing", null));
    cluster.create(ScheduleSamples.daily("nightly").build());

    BackupSchedule schedule = awaitReady("nightly", "False", "CheckFailed");
    assertThat(ready(schedule).getMessage())
        .startsWith("What Backups need could not be tried: The agent ");
  }

  @Test
  void aSuspendedScheduleIsTriedWhenItIsResumed() {
    createSurroundings();
    cluster.create(ScheduleSamples.daily("nightly").suspended().build());
    awaitReady("nightly", "True", "Suspended");
    assertThat(cluster.jobs().runs()).isEmpty();

    edit("nightly", ScheduleSamples.daily("nightly").build());
    awaitReady("nightly", "True", "Scheduled");
    assertThat(cluster.jobs().runs()).hasSize(1);

    // What was found stays known; the Job that found it is no answer to another question.
    edit("nightly", ScheduleSamples.daily("nightly").suspended().build());
    assertThat(awaitReady("nightly", "True", "Suspended").getStatus().preflight).isNotNull();
    edit("nightly", ScheduleSamples.daily("nightly").build());
    assertThat(ready(awaitReady("nightly", "True", "Scheduled")).getMessage()).endsWith(FINE);
    assertThat(cluster.jobs().runs()).hasSize(1);
  }

  @Test
  void noMoreAreTriedAtATimeThanBackupsMayRun() {
    createSurroundings();
    restart("20ms", "BACKUP_MAX_BACKUP_JOBS", "1");
    cluster.jobs().agents(job -> new FakeAgent.Works());
    cluster.create(ScheduleSamples.daily("first").build());
    eventually().until(() -> cluster.jobs().runs().size() == 1);
    cluster.create(ScheduleSamples.daily("second").build());
    awaitReady("second", "Unknown", "Checking");
    assertThat(cluster.jobs().runs()).hasSize(1);

    cluster.jobs().end(onlyRun(), (FakeAgent.Ends) ready());
    awaitReady("first", "True", "Scheduled");
    eventually().until(() -> cluster.jobs().runs().size() == 2);
  }

  private static BackupSpec into(String folder) {
    return Samples.backupSpec()
        .withDestinations(
            List.of(new Destination("local", new LocalDestination("panel-backups", folder))));
  }

  /** The server of this test does not count generations. */
  private void edit(String name, BackupSchedule wanted) {
    cluster
        .client()
        .resources(BackupSchedule.class)
        .inNamespace(FakeCluster.NAMESPACE)
        .withName(name)
        .edit(
            each -> {
              each.setSpec(wanted.getSpec());
              each.getMetadata().setGeneration(each.getMetadata().getGeneration() + 1);
              return each;
            });
  }

  private String onlyRun() {
    assertThat(cluster.jobs().runs()).hasSize(1);
    return cluster.jobs().runs().get(0);
  }

  private static Condition ready(BackupSchedule schedule) {
    return Conditions.find(schedule.getStatus().conditions, Conditions.READY).orElseThrow();
  }

  private BackupSchedule awaitReady(String name, String truth, String reason) {
    return eventually()
        .until(
            () -> cluster.schedule(name),
            s ->
                Optional.ofNullable(s.getStatus())
                    .flatMap(status -> Conditions.find(status.conditions, Conditions.READY))
                    .filter(ready -> truth.equals(ready.getStatus()))
                    .filter(ready -> reason.equals(ready.getReason()))
                    .isPresent());
  }
}
