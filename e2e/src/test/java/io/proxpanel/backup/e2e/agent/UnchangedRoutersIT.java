package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.format.Sha256;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Encryption;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.KeyOrder;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import io.proxpanel.backup.e2e.router.RouterEmulator;
import io.proxpanel.backup.e2e.router.RouterModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Routers that have not changed, and whose archives an older run has. */
class UnchangedRoutersIT extends RoutersTestCase {
  private static final String FIRST = RoutersJob.list("120000");
  private static final String SECOND = RoutersJob.list("130000");
  private static final String THIRD = RoutersJob.list("140000");
  private static final String EDGE = "mikrotik_edge_20261126_120000.tar.gz";
  private static final String CPE = "mikrotik_cpe_20261126_120000.tar.gz";

  private RouterEmulator edge;

  /** Two routers, and a run that has their archives. */
  private RouterList first() throws Exception {
    edge = routers.emulator(RouterModel.six());
    routers.router("edge", edge).router("cpe", routers.emulator(RouterModel.small()));
    return routers.as("old").succeeds(FIRST);
  }

  /** The next run, which may refer to that one. */
  private TaskResult second() {
    TaskResult result = routers.as("new").after(FIRST).referringTo("old").run(SECOND);
    assertThat(result.failure()).as(routers.log()).isNull();
    return result;
  }

  private RouterList.Entry entry(TaskResult result, String router) {
    return routers.document(result).routers().stream()
        .filter(entry -> entry.name().equals(router))
        .findFirst()
        .orElseThrow();
  }

  private static void damage(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void whereNothingHasChangedOnlyTheListIsStored() throws Exception {
    RouterList first = first();
    List<String> before = job.files();

    TaskResult result = second();

    List<String> after = new ArrayList<>(job.files());
    after.removeAll(before);
    assertThat(after).containsExactly(SECOND, SECOND + Manifest.SUFFIX);
    RouterList list = routers.stored(job.volume(), SECOND);
    assertThat(list).isEqualTo(routers.document(result));
    for (int i = 0; i < 2; i++) {
      RouterList.StoredArchive archive = first.routers().get(i).file();
      RouterList.Entry entry = list.routers().get(i);
      assertThat(entry.isGood()).isTrue();
      assertThat(entry.isUnchanged()).isTrue();
      assertThat(entry.lastGood())
          .isEqualTo(new RouterList.LastGood("old", archive.name(), archive.sha256()));
      assertThat(entry.device()).isEqualTo(first.routers().get(i).device());
      assertThat(entry.changes().changed()).isFalse();
      assertThat(entry.changes().since()).isEqualTo(archive.name());
    }
    assertThat(result.routers())
        .isEqualTo(new TaskResult.RouterCounts(2, 2, 0, 0, 2, List.of("old")));
    assertThat(result.file().name()).isEqualTo(SECOND);
    assertThat(result.warnings()).isEmpty();
    assertThat(routers.log())
        .contains("archive=" + EDGE + " exported and not stored again: no line differs");
  }

  @Test
  void whatHasChangedIsStoredAndTheNextRunRefersToBoth() throws Exception {
    first();
    second();
    routers.router("edge", routers.emulator(RouterModel.six().withIdentity("edge-2")));

    TaskResult third =
        routers.as("third").after(SECOND, FIRST).referringTo("new", "old").run(THIRD);
    assertThat(third.routers())
        .isEqualTo(
            new TaskResult.RouterCounts(
                2, 2, 1, entry(third, "edge").file().sizeBytes(), 1, List.of("old")));
    assertThat(entry(third, "edge").changes().since()).isEqualTo(EDGE);
    assertThat(entry(third, "cpe").lastGood().file()).isEqualTo(CPE);

    TaskResult fourth =
        routers
            .as("fourth")
            .after(THIRD, SECOND)
            .referringTo("third", "new", "old")
            .run(RoutersJob.list("150000"));
    assertThat(fourth.routers().unchanged()).isEqualTo(2);
    assertThat(fourth.routers().refersTo()).containsExactlyInAnyOrder("third", "old");
    assertThat(entry(fourth, "edge").lastGood().uid()).isEqualTo("third");
    assertThat(entry(fourth, "cpe").lastGood().uid()).isEqualTo("old");
  }

  @Test
  void allIsStoredWhereNothingIsAllowed() throws Exception {
    first();

    TaskResult result = routers.as("new").after(FIRST).run(SECOND);

    assertThat(result.routers().unchanged()).isZero();
    assertThat(entry(result, "edge").file()).isNotNull();
    assertThat(entry(result, "edge").lastGood()).isNull();
  }

  @Test
  void aRouterWithABinaryBackupIsStoredEachTime() throws Exception {
    first();
    Router plain = routers.settings(edge.ftpPort(), edge.sshPort());
    Router binary =
        new Router(
            null,
            null,
            plain.port(),
            null,
            plain.username(),
            null,
            plain.passwordFile(),
            null,
            plain.ftpPort(),
            plain.sshPort(),
            null,
            List.of(),
            null,
            false,
            new Router.BinaryBackup(null),
            5,
            10,
            30);
    routers.router(binary.of("edge", "127.0.0.1", edge.apiPort()));

    TaskResult result = second();

    assertThat(entry(result, "edge").file()).isNotNull();
    assertThat(routers.archive(entry(result, "edge")).names())
        .contains("nas_edge_127.0.0.1.backup");
    assertThat(entry(result, "cpe").isUnchanged()).isTrue();
  }

  @Test
  void anArchiveThatIsEncryptedStandsForAnotherWhereThePresentKeyOpensIt() throws Exception {
    routers.encrypted(encryption("right"));
    first();
    TaskResult result = second();
    assertThat(result.routers().unchanged()).isEqualTo(2);
    assertThat(entry(result, "edge").lastGood().file()).isEqualTo(EDGE + ".enc");

    TaskResult other =
        routers
            .encrypted(encryption("other"))
            .as("third")
            .after(SECOND)
            .referringTo("new", "old")
            .run(THIRD);
    assertThat(other.routers().unchanged()).isZero();
    assertThat(entry(other, "edge").file()).isNotNull();
    assertThat(other.warnings())
        .singleElement()
        .asString()
        .startsWith("What has changed is not known of the routers ");
  }

  private Encryption encryption(String password) {
    return new Encryption(
        BackupFormat.ProxPanelV2,
        KeyOrder.PASSWORD_FIRST,
        job.secret("encryption-" + password, password + "\n").toString(),
        null);
  }

  @Test
  void anArchiveThatIsDamagedOrGoneIsStoredAnewAndThatIsSaid() throws Exception {
    first();
    damage(job.volume().resolve(EDGE));
    Files.delete(job.volume().resolve(CPE));

    TaskResult result = second();

    assertThat(result.routers().unchanged()).isZero();
    assertThat(result.routers().refersTo()).isEmpty();
    assertThat(routers.archive(entry(result, "edge")).export()).isPresent();
    assertThat(routers.archive(entry(result, "cpe")).export()).isPresent();
    assertThat(result.warnings())
        .containsExactly(
            "What has changed is not known of the routers \"edge\" (The file "
                + job.volume().resolve(EDGE)
                + " is not as it was stored, and is not taken from there: look who changed it),"
                + " \"cpe\" ("
                + job.volume().resolve(CPE)
                + " is not there any more, or belongs to somebody else): the last good export"
                + " cannot be read. The next run compares with this one.");
  }

  @Test
  void anArchiveThatIsNotAtEveryDestinationIsStoredAnewAndThatIsSaid() throws Exception {
    Path other = Files.createDirectory(temp.resolve("other"));
    routers.to(
        job.destination("local"),
        new Destination("other", new Destination.Local(other.toString())));
    first();
    Files.delete(other.resolve(CPE));

    TaskResult result = second();

    assertThat(entry(result, "edge").isUnchanged()).isTrue();
    assertThat(entry(result, "cpe").file()).isNotNull();
    assertThat(result.warnings())
        .containsExactly(
            "The archive "
                + CPE
                + " of an older run is not at the destination \"other\" any more: the"
                + " configuration was stored again; look who removed it.");
    assertThat(AgentJob.names(other)).contains("mikrotik_cpe_20261126_130000.tar.gz");
  }

  @Test
  void theHashIsThatOfTheManifestWhereAListDoesNotSayIt() throws Exception {
    first();
    routers.as("new").absent("edge").after(FIRST).referringTo("old").succeeds(SECOND);
    Path list = job.volume().resolve(SECOND);
    RouterList without = routers.stored(job.volume(), SECOND);
    rewrite(list, withoutHashes(without));
    routers.router("edge", edge);

    TaskResult third = routers.as("third").after(SECOND).referringTo("new", "old").run(THIRD);
    assertThat(entry(third, "edge").isUnchanged()).isTrue();
    assertThat(entry(third, "edge").lastGood().sha256()).isNotNull();

    damage(job.volume().resolve(EDGE));
    TaskResult fourth =
        routers.as("fourth").after(SECOND).referringTo("new", "old").run(RoutersJob.list("150000"));
    assertThat(entry(fourth, "edge").file()).isNotNull();
  }

  private static RouterList withoutHashes(RouterList list) {
    return new RouterList(
        list.listVersion(),
        list.uid(),
        list.namespace(),
        list.name(),
        list.createdAt(),
        list.routers().stream()
            .map(
                entry ->
                    entry.lastGood() == null
                        ? entry
                        : new RouterList.Entry(
                            entry.name(),
                            entry.address(),
                            entry.file(),
                            entry.device(),
                            entry.failure(),
                            entry.unexported(),
                            entry.changes(),
                            new RouterList.LastGood(
                                entry.lastGood().uid(), entry.lastGood().file(), null)))
            .toList());
  }

  /** As an agent has written it that did not know hashes. */
  private static void rewrite(Path list, RouterList content) throws Exception {
    byte[] bytes = Json.writePretty(content);
    Files.write(list, bytes);
    Path beside = list.resolveSibling(list.getFileName() + Manifest.SUFFIX);
    Manifest manifest = Json.read(Files.readString(beside), Manifest.class);
    Files.writeString(
        beside,
        Files.readString(beside)
            .replace(manifest.file().sha256(), Sha256.of(bytes).hex())
            .replaceAll("\"sizeBytes\" ?: ?[0-9]+", "\"sizeBytes\": " + bytes.length));
  }

  @Test
  void atMostEightOlderRunsAreReferredTo() throws Exception {
    List<String> uids = new ArrayList<>();
    List<String> lists = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      routers.router("cpe-" + i, routers.emulator(RouterModel.small()));
    }
    routers.router("twin", routers.emulator(RouterModel.small()));
    // Each has one router's newest archive, the first that of two.
    String before = null;
    for (int i = 8; i >= 0; i--) {
      String list = RoutersJob.list("1%d0000".formatted(8 - i));
      RoutersJob next = routers.as("run-" + i).after(before == null ? new String[0] : lists(lists));
      next.referringTo(uids.toArray(String[]::new)).succeeds(list);
      before = list;
      lists.add(0, list);
      uids.add(0, "run-" + i);
      routers.router(
          "cpe-" + i, routers.emulator(RouterModel.small().withIdentity("changed-" + i)));
    }
    String last = RoutersJob.list("190000");
    TaskResult ninth =
        routers.as("last").after(lists(lists)).referringTo(uids.toArray(String[]::new)).run(last);
    assertThat(ninth.failure()).as(routers.log()).isNull();
    // The last change is stored; what it leaves are archives in nine runs.
    String again = RoutersJob.list("200000");
    lists.add(0, last);
    uids.add(0, "last");

    TaskResult result =
        routers.as("again").after(lists(lists)).referringTo(uids.toArray(String[]::new)).run(again);

    assertThat(result.routers().all()).isEqualTo(10);
    assertThat(result.routers().changed()).isZero();
    assertThat(result.routers().refersTo()).hasSize(RouterList.MOST_REFERRED);
    assertThat(result.routers().unchanged()).isLessThan(10).isGreaterThanOrEqualTo(8);
    assertThat(
            routers.document(result).routers().stream()
                .filter(entry -> !entry.isUnchanged())
                .toList())
        .isNotEmpty()
        .allMatch(entry -> entry.file() != null);
  }

  private static String[] lists(List<String> lists) {
    return lists.stream().limit(3).toArray(String[]::new);
  }

  @Test
  void whatRefersToAnOlderRunIsCopiedCheckedAndDeletedAsASetOfItsOwn() throws Exception {
    first();
    TaskResult stored = second();
    Path other = Files.createDirectory(temp.resolve("other"));
    Destination remote = new Destination("other", new Destination.Local(other.toString()));

    TaskResult synced =
        job.run(
            new Task.Sync(
                "new",
                SECOND,
                stored.file().sizeBytes(),
                stored.file().sha256(),
                List.of(job.destination("local")),
                List.of(remote)));
    assertThat(synced.failure()).isNull();
    assertThat(AgentJob.names(other)).containsExactly(SECOND, SECOND + Manifest.SUFFIX);

    assertThat(check(stored, job.destination("local")).failure()).isNull();
    // It is not complete there before the older run is.
    TaskResult alone = check(stored, remote);
    assertThat(alone.failure().code()).isEqualTo(ErrorCode.FileMissing);
    assertThat(alone.failure().message())
        .isEqualTo(
            "The files "
                + EDGE
                + ", "
                + CPE
                + " in "
                + other
                + " of the destination \"other\" are not there any more: look who removed them, and"
                + " make another backup.");

    TaskResult deleted = job.run(new Task.Delete("new", SECOND, List.of(job.destination("local"))));
    assertThat(deleted.destinations().get(0).state()).isEqualTo(DestinationResult.DELETED);
    assertThat(deleted.warnings()).isEmpty();
    assertThat(job.files()).contains(FIRST, EDGE, CPE).doesNotContain(SECOND);
  }

  private TaskResult check(TaskResult stored, Destination destination) {
    return job.run(
        new Task.Check("new", SECOND, stored.file().sizeBytes(), List.of(destination), false));
  }

  @Test
  void whatAnEarlierAttemptHasStoredIsTakenOnlyWhereItsArchivesAreThere() throws Exception {
    first();
    TaskResult stored = second();
    int asked = edge.requests().size();

    TaskResult taken = second();
    assertThat(edge.requests()).hasSize(asked);
    assertThat(taken.routers()).isEqualTo(stored.routers());
    assertThat(routers.document(taken)).isEqualTo(routers.document(stored));

    Files.delete(job.volume().resolve(EDGE));
    TaskResult again = second();
    assertThat(again.warnings().get(0))
        .isEqualTo(
            "What an earlier attempt of this Backup stored at the destination \"local\" cannot be"
                + " used (The archive "
                + EDGE
                + " that it refers to is not there any more.) The routers are asked again.");
    assertThat(routers.archive(entry(again, "edge")).export()).isPresent();
    assertThat(entry(again, "cpe").isUnchanged()).isTrue();
  }
}
