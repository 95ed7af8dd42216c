package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.format.BackupFile;
import io.proxpanel.backup.agent.format.BackupKey;
import io.proxpanel.backup.agent.format.KeyCandidate;
import io.proxpanel.backup.agent.router.archive.RouterArchive;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.Encryption;
import io.proxpanel.backup.contract.KeyOrder;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.router.RouterModel;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What has changed on routers since their last good exports. */
class RouterDriftIT extends RoutersTestCase {
  private static final String FIRST = RoutersJob.list("120000");
  private static final String SECOND = RoutersJob.list("130000");
  private static final String THIRD = RoutersJob.list("140000");
  private static final String FIRST_EDGE = "mikrotik_edge_20261126_120000.tar.gz";

  @Test
  void isCountedShownAndStored() throws Exception {
    routers
        .router("same", routers.emulator(RouterModel.small()))
        .router("edge", routers.emulator(RouterModel.six()));
    routers.succeeds(FIRST);
    routers.router("edge", routers.emulator(RouterModel.six().withIdentity("edge-süd")));

    TaskResult result = routers.after(FIRST).run(SECOND);

    RouterList list = routers.document(result);
    assertThat(result.routers().changed()).isEqualTo(1);
    RouterList.Changes none = list.routers().get(0).changes();
    assertThat(none.changed()).isFalse();
    assertThat(none.summary()).isEqualTo("no line differs");
    assertThat(routers.archive(list.routers().get(0)).names())
        .noneMatch(name -> name.endsWith(".diff"));
    RouterList.Changes changes = list.routers().get(1).changes();
    assertThat(changes.since()).isEqualTo(FIRST_EDGE);
    assertThat(changes.summary()).isEqualTo("1 line added and 1 removed in /system identity");
    assertThat(changes.diff()).contains("-set name=edge-nord", "+set name=");
    RouterArchive archive = routers.archive(list.routers().get(1));
    assertThat(archive.names())
        .containsExactly("nas_edge_127.0.0.1.rsc", "nas_edge_127.0.0.1.diff", "router.json");
    assertThat(archive.facts().orElseThrow().changes().since()).isEqualTo(FIRST_EDGE);
    assertThat(routers.log()).contains("exported: 1 line added and 1 removed in /system identity");
  }

  @Test
  void isSinceTheLastGoodExportHoweverLongAgoThatWas() throws Exception {
    routers
        .router("same", routers.emulator(RouterModel.small()))
        .router("edge", routers.emulator(RouterModel.six()));
    RouterList first = routers.succeeds(FIRST);
    RouterList failed = routers.absent("edge").after(FIRST).succeeds(SECOND);
    assertThat(failed.routers().get(1).lastGood())
        .isEqualTo(
            new RouterList.LastGood(
                RoutersJob.UID, FIRST_EDGE, first.routers().get(1).file().sha256()));
    assertThat(failed.routers().get(1).changes()).isNull();
    routers.router("edge", routers.emulator(RouterModel.six().withIdentity("x")));

    RouterList list = routers.after(SECOND).succeeds(THIRD);

    assertThat(list.routers().get(1).changes().since()).isEqualTo(FIRST_EDGE);
    assertThat(list.routers().get(1).changes().changed()).isTrue();
  }

  @Test
  void isNotKnownWhereTheLastGoodExportIsGoneOrDamaged() throws Exception {
    routers
        .router("edge", routers.emulator(RouterModel.six()))
        .router("cpe", routers.emulator(RouterModel.small()));
    routers.succeeds(FIRST);
    Path edge = job.volume().resolve(FIRST_EDGE);
    Files.delete(edge);
    Path cpe = job.volume().resolve("mikrotik_cpe_20261126_120000.tar.gz");
    Files.write(cpe, "no archive".getBytes(StandardCharsets.UTF_8));

    TaskResult result = routers.after(FIRST).run(SECOND);

    assertThat(result.failure()).isNull();
    assertThat(routers.document(result).routers())
        .allSatisfy(entry -> assertThat(entry.changes()).isNull());
    assertThat(result.warnings())
        .containsExactly(
            "What has changed is not known of the routers \"edge\" ("
                + edge
                + " is not there any more, or belongs to somebody else), \"cpe\" (The file "
                + cpe
                + " is not as it was stored, and is not taken from there: look who changed it):"
                + " the last good export cannot be read. The next run compares with this one.");
  }

  @Test
  void isFoundInArchivesThatAreEncrypted() throws Exception {
    Encryption encryption =
        new Encryption(
            BackupFormat.ProxPanelV2,
            KeyOrder.PASSWORD_FIRST,
            job.secret("encryption", "right\n").toString(),
            null);
    routers.router("edge", routers.emulator(RouterModel.six())).encrypted(encryption);
    RouterList first = routers.succeeds(FIRST);
    assertThat(first.routers().get(0).file().name()).isEqualTo(FIRST_EDGE + ".enc");
    routers.router("edge", routers.emulator(RouterModel.six().withIdentity("edge-2")));

    RouterList second = routers.after(FIRST).succeeds(SECOND);

    assertThat(second.routers().get(0).changes().since()).isEqualTo(FIRST_EDGE + ".enc");
    assertThat(second.routers().get(0).changes().changed()).isTrue();
    Path file = job.volume().resolve(second.routers().get(0).file().name());
    KeyCandidate key =
        new KeyCandidate(
            "the test",
            KeyOrder.PASSWORD_FIRST,
            BackupKey.derive(KeyOrder.PASSWORD_FIRST, "right".getBytes(StandardCharsets.UTF_8)));
    BackupFile.Opened opened = BackupFile.authenticate(file, List.of(key), null);
    try (InputStream in = BackupFile.openPlaintext(file, opened)) {
      assertThat(RouterArchive.read("a", in).names())
          .contains("nas_edge_127.0.0.1.rsc", "nas_edge_127.0.0.1.diff");
    }

    TaskResult inClear = routers.encrypted(null).after(SECOND).run(THIRD);
    assertThat(inClear.warnings())
        .containsExactly(
            "What has changed is not known of the router \"edge\" ("
                + file
                + " is encrypted, and this run has no encryption password): the last good export"
                + " cannot be read. The next run compares with this one.");
  }
}
