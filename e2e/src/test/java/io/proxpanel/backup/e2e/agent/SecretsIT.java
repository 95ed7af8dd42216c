package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The password is nowhere but in its file, nor is the licence key but in the file's header. */
class SecretsIT {
  private static final String PASSWORD = "needle-in-the-haystack";
  private static final String LICENCE = "PROXP-TEST";

  @Test
  void passwordIsInNoArgumentEnvironmentLogResultOrFileThatStays(@TempDir Path temp)
      throws Exception {
    try (PostgresServer server = PostgresServer.start(RoundTripIT.folder(temp))) {
      IspDatabase database = IspDatabase.create(server, PASSWORD);
      database.psql("CREATE TABLE subscribers AS SELECT i FROM generate_series(1, 1000) i");
      AgentJob job = new AgentJob(temp.resolve("job"));
      DatabaseAddress address = job.address(database);

      List<String> seen = new ArrayList<>();
      try (LockedTable lock = LockedTable.hold(database, "subscribers")) {
        AgentJob.Running running = job.start(job.backup("uid-1", AgentJob.FILE, address));
        lock.awaitWaiter();
        look(running, seen);
        assertPasswordFileIsPrivate(job);
        lock.release();
        assertThat(running.end().failure()).isNull();
      }
      everywhere(job, seen);
      try (LockedTable lock = LockedTable.hold(database, "subscribers")) {
        AgentJob.Running running =
            job.start(AgentJob.leavingSessions(job.restore("uid-2", AgentJob.FILE, address, null)));
        lock.awaitWaiter();
        look(running, seen);
        lock.release();
        TaskResult result = running.end();
        assertThat(result.failure()).isNull();
      }
      everywhere(job, seen);

      assertThat(seen).anyMatch(text -> text.contains("pg_dump"));
      assertThat(seen).anyMatch(text -> text.contains("psql"));
      assertThat(seen).noneMatch(text -> text.contains(PASSWORD));
      assertThat(AgentJob.names(job.scratch())).isEmpty();
    }
  }

  @Test
  void licenceKeyIsInTheFilesHeaderAndNowhereElse(@TempDir Path temp) throws Exception {
    try (PostgresServer server = PostgresServer.start(RoundTripIT.folder(temp))) {
      IspDatabase database = IspDatabase.create(server, PASSWORD);
      AgentJob job = new AgentJob(temp.resolve("job"));
      DatabaseAddress address = job.address(database);
      List<String> seen = new ArrayList<>();

      TaskResult backup =
          job.run(job.withLicense(job.backup("uid-1", AgentJob.FILE, address), LICENCE));
      assertThat(backup.file().licenseFingerprint()).isEqualTo("1e12d2e5f902");
      everywhere(job, seen);
      TaskResult restore = job.run(job.restore("uid-2", AgentJob.FILE, address, null));
      assertThat(restore.file().licenseFingerprint()).isEqualTo("1e12d2e5f902");
      everywhere(job, seen);

      // The header is what another panel asks its licence server with.
      assertThat(seen)
          .filteredOn(text -> text.contains(LICENCE))
          .isNotEmpty()
          .allMatch(text -> text.startsWith("PROXPANEL_ENCRYPTED_BACKUP_V2"));
    }
  }

  private static void look(AgentJob.Running running, List<String> seen) throws IOException {
    List<Long> pids = new ArrayList<>(List.of(running.process().pid()));
    running.process().descendants().forEach(child -> pids.add(child.pid()));
    for (long pid : pids) {
      for (String name : List.of("cmdline", "environ")) {
        Path file = Path.of("/proc", String.valueOf(pid), name);
        if (Files.exists(file)) {
          seen.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static void everywhere(AgentJob job, List<String> seen) throws IOException {
    for (Path folder : List.of(job.scratch(), job.volume())) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          seen.add(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    seen.add(Files.readString(job.log()));
    seen.add(Files.readString(job.resultFile()));
  }

  private static void assertPasswordFileIsPrivate(AgentJob job) throws IOException {
    List<String> folders = AgentJob.names(job.scratch());
    assertThat(folders).hasSize(1);
    Path folder = job.scratch().resolve(folders.get(0));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("password"))))
        .isEqualTo("rw-------");
  }
}
