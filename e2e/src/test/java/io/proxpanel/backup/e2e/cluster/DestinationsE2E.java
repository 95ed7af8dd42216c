package io.proxpanel.backup.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.e2e.demo.FileHash;
import io.proxpanel.backup.e2e.isp.Checksums;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A schedule with a volume and four servers that are pods, each test going on where the one before
 * ended.
 */
@OnCluster
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DestinationsE2E {
  private static final Duration MOST = Duration.ofMinutes(5);
  private static final List<String> SERVERS = List.of("ftp", "ssh", "s3", "cloud");
  private static final Map<String, Object> QUICK_COPIES =
      Map.of("extraEnv[0].name", "BACKUP_COPY_PAUSE", "extraEnv[0].value", "5s");

  private static PanelNamespace panel;
  private static OffSite servers;

  @BeforeAll
  static void create(TestCluster shared, Release operator) {
    operator.install(QUICK_COPIES);
    panel = PanelNamespace.create(shared, "destinations");
    panel.load(500, 1);
    panel.applyExample("secret.yaml");
    panel.applyExample("claim.yaml");
    servers = OffSite.start(shared, panel);
  }

  @AfterAll
  static void delete() {
    panel.close();
  }

  @Test
  @Order(1)
  void theScheduleIsReadyWhenEveryServerWasTried() {
    panel.apply(
        panel.example("schedule.yaml").stripTrailing() + "\n" + servers.destinations().indent(6));

    panel.kubectl("wait", "--for=condition=Ready", "bsched/nightly", "--timeout=180s").orFail();

    assertThat(panel.kubectl("describe", "bsched/nightly").orFail())
        .contains("Tried: PostgreSQL 17.", "; local, ftp, ssh, s3, cloud: fine.");
    SERVERS.forEach(server -> assertThat(servers.sha256(server, "*probe*")).isEmpty());
  }

  @Test
  @Order(2)
  void aServerThatIsDownHasTheFileWhenItIsBack() throws Exception {
    servers.stop("ftp");
    panel.applyExample("backup-from-schedule.yaml");
    panel.awaitSucceeded("backup/before-migration");

    assertThat(panel.kubectl("get", "bkp", "-o", "wide").orFail())
        .containsPattern("before-migration +Succeeded .* 4 of 5 ");
    servers.startAgain("ftp");
    panel
        .kubectl(
            "wait", "--for=condition=AllCopiesStored", "backup/before-migration", "--timeout=240s")
        .orFail();
    assertThat(panel.kubectl("get", "bkp", "-o", "wide").orFail())
        .containsPattern("before-migration +Succeeded .* 5 of 5 ");
    for (String server : SERVERS) {
      assertThat(servers.sha256(server, backup().getStatus().fileName))
          .as(server)
          .containsExactly(backup().getStatus().sha256);
    }
    assertThat(FileHash.sha256(panel.volume().resolve(backup().getStatus().fileName)))
        .isEqualTo(backup().getStatus().sha256);
  }

  @Test
  @Order(3)
  void comesBackFromTheLastCopyThatIsLeft() throws Exception {
    Checksums before = panel.checksums();
    String name = backup().getStatus().fileName;
    Files.delete(panel.volume().resolve(name));
    List.of("ftp", "ssh", "s3").forEach(server -> servers.remove(server, name));
    panel.psql("DELETE FROM invoices");

    panel.applyRestore("undo", "before-migration");
    panel.awaitSucceeded("restore/undo");

    assertThat(panel.restore("undo").getStatus().copy).isEqualTo("cloud");
    assertThat(before.differences(panel.checksums()))
        .isSubsetOf("public.cpe_tasks", "public.radius_logs", "public.radpostauth");
    assertThat(panel.kubectl("describe", "restore/undo").orFail())
        .contains("The copy at the destination \"ftp\" was not used");
  }

  @Test
  @Order(4)
  void isGoneEverywhereAndNothingElseIs() {
    String name = backup().getStatus().fileName;
    Map<String, List<String>> others = new HashMap<>();
    for (String server : SERVERS) {
      panel
          .kubectl("exec", "deployment/" + server, "--", "touch", "/data/theirs.proisp.bak")
          .orFail();
      others.put(server, servers.sha256(server, "theirs.proisp.bak"));
    }

    panel.kubectl("delete", "backup/before-migration", "--timeout=120s").orFail();

    await().atMost(MOST).until(() -> backup() == null);
    for (String server : SERVERS) {
      assertThat(servers.sha256(server, name + "*")).as(server).isEmpty();
      assertThat(servers.sha256(server, "theirs.proisp.bak")).isEqualTo(others.get(server));
    }
    assertThat(panel.files()).noneMatch(file -> file.startsWith(name));
  }

  private static Backup backup() {
    return panel.backup("before-migration");
  }
}
