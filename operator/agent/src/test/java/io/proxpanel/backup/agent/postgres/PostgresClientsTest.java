package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveVersion;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresClientsTest {
  @TempDir Path root;

  @Test
  void dumpsWithTheServersMajorElseTheNextNewer() throws Exception {
    PostgresClients clients = installed(15, 17, 18);

    assertThat(clients.forDump(15, "15.18").major()).isEqualTo(15);
    assertThat(clients.forDump(16, "16.9").major()).isEqualTo(17);
    assertThat(clients.newest().major()).isEqualTo(18);
    assertThatThrownBy(() -> clients.forDump(19, "19.1"))
        .hasMessage(
            "pg_dump 18 cannot dump PostgreSQL 19.1: this image has 15, 17, 18; use an image that"
                + " has 19.")
        .satisfies(e -> assertThat(((AgentException) e).code()).isEqualTo(ErrorCode.PgDumpTooOld));
  }

  @Test
  void warnsOfADumpThatTheServersOwnMajorMayNotRead() throws Exception {
    PostgresClients clients = installed(15, 17);

    assertThat(clients.dumpWarning(15, "15.18", clients.forDump(15, "15.18"))).isNull();
    assertThat(clients.dumpWarning(16, "16.9", clients.forDump(16, "16.9")))
        .isEqualTo(
            "PostgreSQL 16.9 was dumped with pg_dump 17, since this image has 15, 17: a panel with"
                + " pg_restore 16 may not be able to read the file. Use an image that has 16.");
  }

  @Test
  void restoresWithAMajorThatReadsTheArchiveAndIsNearestToTheServers() throws Exception {
    PostgresClients clients = installed(15, 17, 18);

    assertThat(clients.forRestore(new ArchiveVersion(1, 14), 15).major()).isEqualTo(15);
    assertThat(clients.forRestore(new ArchiveVersion(1, 14), 17).major()).isEqualTo(17);
    assertThat(clients.forRestore(new ArchiveVersion(1, 16), 15).major()).isEqualTo(17);
    assertThat(clients.forRestore(new ArchiveVersion(1, 14), 19).major()).isEqualTo(18);
    assertThatThrownBy(() -> installed15().forRestore(new ArchiveVersion(1, 16), 17))
        .hasMessage(
            "pg_restore 15 cannot read the archive, which has version 1.16 and needs pg_restore 17"
                + " or newer: this image has 15.")
        .satisfies(
            e -> assertThat(((AgentException) e).code()).isEqualTo(ErrorCode.PgRestoreTooOld));
  }

  @Test
  void foldersWithoutProgramsDoNotCount() throws Exception {
    Files.createDirectories(root.resolve("21/bin"));
    Files.createDirectories(root.resolve("common/bin"));

    assertThatThrownBy(() -> PostgresClients.below(root))
        .hasMessageContaining("No PostgreSQL programs are installed below " + root);
  }

  private PostgresClients installed15() throws Exception {
    root = Files.createTempDirectory(root, "only");
    return installed(15);
  }

  private PostgresClients installed(int... majors) throws IOException, AgentException {
    for (int major : majors) {
      Path bin = Files.createDirectories(root.resolve(major + "/bin"));
      for (String program : new String[] {"psql", "pg_dump", "pg_restore"}) {
        Files.createFile(
            bin.resolve(program),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      }
    }
    return PostgresClients.below(root);
  }
}
