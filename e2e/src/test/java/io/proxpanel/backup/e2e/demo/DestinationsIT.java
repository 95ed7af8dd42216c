package io.proxpanel.backup.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.CopyProgress;
import io.proxpanel.backup.api.v1.DestinationStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.ProgressStatus;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.e2e.ftp.FtpServer;
import io.proxpanel.backup.e2e.ftp.FtpServerKind;
import io.proxpanel.backup.e2e.isp.Checksums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator and the agent with a volume, an FTP server with TLS, an SSH server, an S3 server and
 * the emulated cloud service: one backup at five places, back from the last one that is good, and
 * gone from all.
 */
class DestinationsIT {
  private static final Path CHECKOUT = Path.of("..");
  private static final Path EXAMPLES = Path.of("src/test/resources/examples");
  private static final Duration MOST = Duration.ofMinutes(3);

  @TempDir static Path folder;
  private static PanelCluster panel;
  private static OffSitePlaces places;

  @BeforeAll
  static void start() throws IOException {
    places = new OffSitePlaces(folder);
    panel =
        new PanelCluster(
            Files.createDirectory(folder.resolve("panel")),
            CHECKOUT.resolve("crds"),
            CHECKOUT.resolve("operator/agent/target/backup-agent.jar"));
    panel.database().load(50, 1);
    panel.apply(example("secret.yaml"));
    panel.apply(example("claim.yaml"));
    Map<String, String> secrets = places.secrets();
    create("off-site", secrets);
    secrets.put("ftp-password", "wrong");
    create("mistyped", secrets);
    panel.startOperator(
        panel.client(),
        Map.of("BACKUP_COPY_PAUSE", "5s", "BACKUP_CLOUD_URL", places.cloud().url()));
  }

  private static void create(String name, Map<String, String> values) {
    panel
        .client()
        .resource(LocalDestinations.secret(name, values))
        .inNamespace(PanelCluster.NAMESPACE)
        .create();
  }

  @AfterAll
  static void stop() {
    try {
      if (panel != null) {
        panel.close();
      }
    } finally {
      if (places != null) {
        places.close();
      }
    }
  }

  @Test
  void aBackupIsAtEveryPlaceComesBackFromTheLastGoodOneAndGoesEverywhere() throws Exception {
    Checksums before = panel.database().checksums();
    apply("everywhere");
    Backup backup = awaitStored("everywhere");

    assertThat(backup.getStatus().copies).isEqualTo("5 of 5");
    // Volume, FTP server and SSH server say how much room is left, and the cloud service its quota.
    assertThat(backup.getStatus().destinations)
        .extracting(each -> each.freeBytes() != null)
        .containsExactly(true, false, true, false, true);
    assertThat(backup.getStatus().destinations.get(4).quotaBytes()).isPositive();
    assertThat(Conditions.reason(backup.getStatus().conditions, Conditions.ROOM_FOR_NEXT))
        .hasValue("RoomForNext");
    assertThat(reason(backup)).isEqualTo("AllCopiesStored");
    String name = backup.getStatus().fileName;
    for (Path copy : copies(name)) {
      assertThat(FileHash.sha256(copy)).as(copy.toString()).isEqualTo(backup.getStatus().sha256);
    }

    // One copy is gone, one is cut, two are damaged: the last is good.
    Files.delete(volume(name));
    byte[] bytes = Files.readAllBytes(places.atFtp(name));
    Files.write(places.atFtp(name), Arrays.copyOf(bytes, bytes.length / 2));
    bytes[bytes.length / 2] ^= 1;
    Files.write(places.atSsh(name), bytes);
    Files.write(places.atS3(name), bytes);
    panel.apply(
        example("restore.yaml")
            .replace("name: undo-upgrade", "name: back")
            .replace("name: before-upgrade", "name: everywhere"));
    await().atMost(MOST).until(() -> phase(get(Restore.class, "back")) == Phase.Succeeded);
    assertThat(get(Restore.class, "back").getStatus().copy).isEqualTo("cloud");
    assertThat(before.differences(panel.database().checksums()))
        .isSubsetOf("public.cpe_tasks", "public.radius_logs", "public.radpostauth");

    // What is not as it was stored is not ours any more, and stays; so does what stands beside it.
    Path theirs =
        Files.writeString(places.atSsh("proisp_full_20250101_020000.proisp.bak"), "theirs");
    Files.delete(places.atFtp(name));
    panel.client().resource(get(Backup.class, "everywhere")).delete();
    await().atMost(MOST).until(() -> get(Backup.class, "everywhere") == null);
    assertThat(places.account().files()).noneMatch(each -> each.filename().startsWith(name));
    for (Path copy :
        List.of(volume(name), places.atFtp(name), places.atSsh(name), places.atS3(name))) {
      assertThat(copy).doesNotExist();
      assertThat(copy.resolveSibling(name + ".manifest.json")).doesNotExist();
    }
    assertThat(theirs).hasContent("theirs");
  }

  @Test
  void aServerThatIsDownHoldsUpNothingAndHasTheFileWhenItIsBack() throws Exception {
    places.ssh().kill();
    try {
      apply("without-ssh");
      Backup backup = awaitStored("without-ssh");

      assertThat(backup.getStatus().copies).isEqualTo("4 of 5");
      assertThat(reason(backup)).isEqualTo("CopiesMissing");
      assertThat(backup.getStatus().destinations)
          .extracting(DestinationStatus::state)
          .containsExactly("Stored", "Stored", "Failed", "Stored", "Stored");
      assertThat(backup.getStatus().destinations.get(2).failure().code())
          .isEqualTo("DestinationUnreachable");
      assertThat(backup.getStatus().destinations.get(2).failure().message())
          .contains(places.ssh().host() + ":" + places.ssh().port());
    } finally {
      places.ssh().startAgain();
    }
    await()
        .atMost(MOST)
        .until(() -> "5 of 5".equals(get(Backup.class, "without-ssh").getStatus().copies));
    Backup backup = get(Backup.class, "without-ssh");
    assertThat(reason(backup)).isEqualTo("AllCopiesStored");
    assertThat(FileHash.sha256(places.atSsh(backup.getStatus().fileName)))
        .isEqualTo(backup.getStatus().sha256);
    comesBackAsAFileOfNobody(places.atSsh(backup.getStatus().fileName));
  }

  /** As a panel leaves it on a server: without a manifest, and no Backup knows of it. */
  private static void comesBackAsAFileOfNobody(Path file) throws IOException {
    Checksums before = panel.database().checksums();
    Files.copy(file, file.resolveSibling("moved.proisp.bak"));
    String yaml = example("restore-from-server.yaml");
    String server =
        LocalDestinations.ssh(places.ssh(), "backups/panel", "off-site")
            .replace("- name: ssh\n", "")
            .indent(4);
    panel.apply(
        panel.localised(
            yaml.substring(0, yaml.indexOf("      sftp:"))
                    .replace("proisp_full_20261122_020000_scheduled.proisp.bak", "moved.proisp.bak")
                + server
                + yaml.substring(yaml.indexOf("  database:"))));
    await()
        .atMost(MOST)
        .until(() -> phase(get(Restore.class, "move-from-server")) == Phase.Succeeded);
    assertThat(before.differences(panel.database().checksums()))
        .isSubsetOf("public.cpe_tasks", "public.radius_logs", "public.radpostauth");
  }

  @Test
  void aScheduleSaysBeforeItIsDueWhatIsWrongAndIsReadyWhenTheSecretIsMended() throws Exception {
    String yaml = panel.localised(example("schedule.yaml")).stripTrailing();
    panel.apply(yaml + "\n" + places.destinations("mistyped").indent(2));

    awaitReady("False");
    assertThat(ready().getReason()).isEqualTo("DestinationsNotReady");
    assertThat(ready().getMessage())
        .startsWith("The destination \"ftp\" cannot be used: ")
        .contains(
            "127.0.0.1:" + places.ftp().port(), "(Secret \"mistyped\", key \"ftp-password\").")
        .endsWith(" local, ssh, s3, cloud: fine.");

    panel
        .client()
        .secrets()
        .inNamespace(PanelCluster.NAMESPACE)
        .withName("mistyped")
        .edit(
            each ->
                new SecretBuilder(each)
                    .addToStringData("ftp-password", FtpServer.PASSWORD)
                    .build());
    awaitReady("True");
    assertThat(ready().getMessage())
        .startsWith("The next Backup is due at ")
        .contains(" Tried: PostgreSQL ", " with pg_dump ")
        .endsWith("; local, ftp, ssh, s3, cloud: fine.");
    for (Path root :
        Stream.concat(Stream.of(volume("any").getParent()), places.folders().stream()).toList()) {
      try (Stream<Path> files = Files.walk(root)) {
        assertThat(files).noneMatch(each -> each.getFileName().toString().contains("probe"));
      }
    }
    assertThat(places.account().files()).noneMatch(each -> each.filename().contains("probe"));
  }

  @Test
  void filesThatThereAreComeAlongToTheDestinationsThatAreAdded() throws Exception {
    String yaml =
        panel
            .localised(example("schedule.yaml"))
            .stripTrailing()
            .replace("name: nightly", "name: growing");
    panel.apply(yaml);
    panel.apply(
        example("backup-from-schedule.yaml")
            .replace("name: before-migration", "name: old")
            .replace("name: nightly", "name: growing"));
    assertThat(awaitStored("old").getStatus().copies).isEqualTo("1 of 1");

    panel.apply(
        yaml.replace("  backup:\n", "  syncExisting: true\n  backup:\n")
            + "\n"
            + places.destinations("off-site").indent(2));

    await().atMost(MOST).until(() -> "5 of 5".equals(get(Backup.class, "old").getStatus().copies));
    Backup old = get(Backup.class, "old");
    for (Path copy : copies(old.getStatus().fileName)) {
      assertThat(FileHash.sha256(copy)).as(copy.toString()).isEqualTo(old.getStatus().sha256);
    }
    panel.client().resource(get(BackupSchedule.class, "growing")).delete();
  }

  @Test
  void threeBackupsAtOnceAllGetToAServerOfTwoConnections() throws Exception {
    try (FtpServer narrow =
        FtpServer.start(
            FtpServerKind.VSFTPD,
            Files.createDirectory(folder.resolve("narrow")),
            FtpServer.Options.plain().withMaxClients(2))) {
      String destination =
          """
              - name: narrow
                ftp:
                  host: 127.0.0.1
                  port: %d
                  tls: None
                  path: /backups/daily
                  username: %s
                  passwordSecretRef: {name: off-site, key: ftp-password}
          """
              .formatted(narrow.port(), narrow.kind().user());
      List<String> names = List.of("at-once-1", "at-once-2", "at-once-3");
      for (String name : names) {
        String yaml = panel.localised(example("backup.yaml"));
        panel.apply(
            yaml.replace("name: before-upgrade", "name: " + name).stripTrailing()
                + "\n"
                + destination);
      }
      for (String name : names) {
        await(name)
            .atMost(MOST)
            .until(
                () ->
                    phase(get(Backup.class, name)) == Phase.Succeeded
                        && "2 of 2".equals(get(Backup.class, name).getStatus().copies));
        BackupStatus status = get(Backup.class, name).getStatus();
        assertThat(FileHash.sha256(narrow.home().resolve("backups/daily").resolve(status.fileName)))
            .isEqualTo(status.sha256);
      }
    }
  }

  @Test
  void aBackupThatRunsShowsHowFarItAndItsCopiesAre() throws Exception {
    // Some 64 KiB that cannot be compressed: a minute at the least speed that can be set.
    panel
        .database()
        .psql("CREATE TABLE noise AS SELECT md5(n::text) FROM generate_series(1, 4000) n");
    try {
      String yaml =
          panel.localised(example("backup.yaml")).replace("name: before-upgrade", "name: slow");
      panel.apply(
          yaml.stripTrailing()
              + "\n"
              + places
                  .destinations("off-site")
                  .replace("- name: ssh\n", "- name: ssh\n      maxBytesPerSecond: 1024\n"));

      await().atMost(MOST).until(() -> progress() != null && progress().bytesPerSecond() != null);
      ProgressStatus progress = progress();
      assertThat(progress.stage()).isEqualTo("storing");
      assertThat(progress.expectedEnd()).isNotNull();
      assertThat(progress.copies())
          .extracting(CopyProgress::name)
          .containsExactly("local", "ftp", "ssh", "s3", "cloud");
      assertThat(progress.copies().get(2).bytes()).isBetween(1L, progress.bytes() - 1);
      assertThat(get(Backup.class, "slow").getStatus().message)
          .startsWith("storing, ")
          .endsWith(" left");
      panel.client().resource(get(Backup.class, "slow")).delete();
      await().atMost(MOST).until(() -> get(Backup.class, "slow") == null);
    } finally {
      panel.database().psql("DROP TABLE noise");
    }
  }

  private static ProgressStatus progress() {
    BackupStatus status = get(Backup.class, "slow").getStatus();
    return status == null ? null : status.progress;
  }

  private static void awaitReady(String truth) {
    await()
        .atMost(MOST)
        .until(
            () ->
                Optional.ofNullable(schedule().getStatus())
                    .flatMap(status -> Conditions.find(status.conditions, Conditions.READY))
                    .filter(each -> truth.equals(each.getStatus()))
                    .isPresent());
  }

  private static Condition ready() {
    return Conditions.find(schedule().getStatus().conditions, Conditions.READY).orElseThrow();
  }

  private static BackupSchedule schedule() {
    return get(BackupSchedule.class, "nightly");
  }

  private static void apply(String name) throws IOException {
    String yaml =
        panel.localised(example("backup.yaml")).replace("name: before-upgrade", "name: " + name);
    panel.apply(yaml.stripTrailing() + "\n" + places.destinations("off-site"));
  }

  private static List<Path> copies(String name) {
    return Stream.concat(Stream.of(volume(name)), places.copies(name).stream()).toList();
  }

  private static Path volume(String name) {
    return panel.cluster().claimFolder(PanelCluster.NAMESPACE, "backups").resolve(name);
  }

  private static Backup awaitStored(String name) {
    await(name).atMost(MOST).until(() -> phase(get(Backup.class, name)) == Phase.Succeeded);
    return get(Backup.class, name);
  }

  private static String reason(Backup backup) {
    return Conditions.reason(backup.getStatus().conditions, Conditions.ALL_COPIES_STORED)
        .orElseThrow();
  }

  private static <R extends HasMetadata> R get(Class<R> type, String name) {
    return panel.client().resources(type).inNamespace(PanelCluster.NAMESPACE).withName(name).get();
  }

  private static Phase phase(Backup backup) {
    return backup.getStatus() == null ? null : backup.getStatus().phase;
  }

  private static Phase phase(Restore restore) {
    return restore.getStatus() == null ? null : restore.getStatus().phase;
  }

  private static String example(String name) throws IOException {
    return Files.readString(EXAMPLES.resolve(name));
  }
}
