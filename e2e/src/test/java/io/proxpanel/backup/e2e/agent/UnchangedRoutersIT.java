package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.Encryption;
import io.proxpanel.backup.contract.KeyOrder;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.router.RouterModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Routers that have not changed, and whose archives an older run has. */
class UnchangedRoutersIT extends UnchangedRoutersTestCase {
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
}
