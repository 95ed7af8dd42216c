package io.proxpanel.backup.controller.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.DeletionPolicy;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.DestinationStatus;
import io.proxpanel.backup.api.v1.Encryption;
import io.proxpanel.backup.api.v1.LocalDestination;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.MikrotikBackupRef;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.MikrotikBackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.S3Destination;
import io.proxpanel.backup.api.v1.ScheduleRef;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.api.v1.UnchangedPolicy;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.fake.RouterSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EarlierRunsTest {
  private static final MikrotikBackupSpec SPEC = RouterSamples.skipping("edge-1");
  private static final Destination ELSEWHERE =
      new Destination("off-site", new LocalDestination("others", null));

  private final List<MikrotikBackup> all = new ArrayList<>();

  private MikrotikBackup run(String name, MikrotikBackupSpec spec, String... refersTo) {
    MikrotikBackup backup = RouterSamples.backup(name, spec);
    backup.getMetadata().setNamespace("isp");
    backup.getMetadata().setUid("uid-" + name);
    MikrotikBackupStatus status = new MikrotikBackupStatus();
    status.phase = Phase.Succeeded;
    status.fileName = name + ".json";
    status.completionTime = "2026-11-%02dT02:00:00Z".formatted(all.size() + 1);
    status.destinations =
        spec.destinations().stream().map(each -> at(each.name(), "Stored")).toList();
    status.refersTo =
        Stream.of(refersTo).map(each -> new MikrotikBackupRef(each, "uid-" + each)).toList();
    backup.setStatus(status);
    all.add(backup);
    return backup;
  }

  private static DestinationStatus at(String name, String state) {
    return new DestinationStatus(name, state, null, null, null, 1, null, null, null);
  }

  private EarlierRuns before(MikrotikBackupSpec spec) {
    MikrotikBackup backup = RouterSamples.backup("now", spec);
    backup.getMetadata().setNamespace("isp");
    backup.getMetadata().setUid("uid-now");
    return EarlierRuns.of(backup, all);
  }

  @Test
  void ofTwoThatEndedInTheSameSecondTheLargerNameIsTheNewer() {
    String time = "2026-11-23T02:00:00Z";
    run("b", SPEC).getStatus().completionTime = time;
    run("c", SPEC).getStatus().completionTime = time;
    run("a", SPEC).getStatus().completionTime = time;

    assertThat(before(SPEC).previous())
        .extracting(Task.PreviousRun::fileName)
        .containsExactly("c.json", "b.json", "a.json");
    assertThat(before(SPEC).referable()).containsExactly("uid-c", "uid-b", "uid-a");
  }

  @Test
  void theThreeNewestAreComparedWith() {
    run("a", SPEC);
    run("b", SPEC);
    run("c", SPEC);
    run("d", SPEC);
    run("e", SPEC).getStatus().phase = Phase.Failed;
    run("f", SPEC).getMetadata().setDeletionTimestamp("2026-11-23T02:00:00Z");
    run("g", SPEC.with(new ScheduleRef("nightly")));
    run("h", SPEC).getMetadata().setNamespace("elsewhere");

    assertThat(before(SPEC).previous())
        .extracting(Task.PreviousRun::fileName)
        .containsExactly("d.json", "c.json", "b.json");
  }

  @Test
  void theNewestAndThoseThatTheyReferToMayBeReferredTo() {
    run("a", SPEC);
    run("b", SPEC);
    run("c", SPEC, "a");
    run("d", SPEC, "a", "gone");
    run("e", SPEC, "d");

    assertThat(before(SPEC).referable()).containsExactly("uid-e", "uid-d", "uid-c", "uid-a");
  }

  @Test
  void noneIsWhereEveryRouterIsStored() {
    run("a", SPEC);

    assertThat(before(RouterSamples.spec("edge-1")).referable()).isEmpty();
    assertThat(
            before(RouterSamples.with(RouterSamples.spec("edge-1"), UnchangedPolicy.Store, null))
                .referable())
        .isEmpty();
  }

  @Test
  void oneThatIsBeingDeletedIsNot() {
    run("a", SPEC).getMetadata().setDeletionTimestamp("2026-11-23T02:00:00Z");
    run("b", SPEC, "a");

    assertThat(before(SPEC).referable()).containsExactly("uid-b");
  }

  @Test
  void itHasToBeAtEveryDestination() {
    MikrotikBackupSpec both = SPEC.withDestinations(List.of(SPEC.destinations().get(0), ELSEWHERE));
    run("a", SPEC);
    MikrotikBackup copied = run("b", both);

    assertThat(before(both).referable()).containsExactly("uid-b");
    assertThat(before(SPEC).referable()).containsExactly("uid-b", "uid-a");

    copied.getStatus().destinations = List.of(at("local", "Stored"), at("off-site", "Failed"));
    assertThat(before(both).referable()).isEmpty();
  }

  @Test
  void aDestinationOfTheSameNameElsewhereIsAnother() {
    run("a", SPEC);
    MikrotikBackupSpec moved =
        SPEC.withDestinations(
            List.of(new Destination("local", new LocalDestination("panel-backups", "other"))));

    assertThat(before(moved).referable()).isEmpty();
  }

  @Test
  void whereFilesAreImmutableForATimeEachRunHasItsOwn() {
    run("a", SPEC.withDestinations(List.of(bucket(null))));
    assertThat(before(SPEC.withDestinations(List.of(bucket(null)))).referable())
        .containsExactly("uid-a");

    run("b", SPEC.withDestinations(List.of(bucket(30))));
    assertThat(before(SPEC.withDestinations(List.of(bucket(30)))).referable()).isEmpty();
  }

  private static Destination bucket(Integer immutableForDays) {
    S3Destination s3 =
        new S3Destination(
            null,
            null,
            "backups",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            immutableForDays,
            null);
    return new Destination("s3", null, null, null, s3, null, null, null);
  }

  @Test
  void itsFilesHaveToBeEncryptedAndDeletedAlike() {
    run("a", SPEC);
    MikrotikBackupSpec encrypted =
        new MikrotikBackupSpec(
            null,
            SPEC.defaults(),
            SPEC.routers(),
            null,
            null,
            null,
            UnchangedPolicy.Skip,
            new Encryption(null, new SecretKeyRef("key", "password"), null),
            SPEC.destinations(),
            null,
            null);

    assertThat(before(encrypted).referable()).isEmpty();
    assertThat(
            before(RouterSamples.with(SPEC, UnchangedPolicy.Skip, DeletionPolicy.Retain))
                .referable())
        .isEmpty();
    assertThat(
            before(RouterSamples.with(SPEC, UnchangedPolicy.Skip, DeletionPolicy.Delete))
                .referable())
        .containsExactly("uid-a");
  }
}
