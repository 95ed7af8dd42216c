package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import io.proxpanel.backup.e2e.ftp.FtpServer;
import io.proxpanel.backup.e2e.ftp.FtpServerKind;
import io.proxpanel.backup.e2e.router.RouterModel;
import io.proxpanel.backup.e2e.ssh.SshServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run over routers has stored is copied, checked and deleted as one. */
class RouterSetIT {
  private static final String LIST = RoutersJob.LIST;
  private static final String FOREIGN = "mikrotik_foreign_20261126_120000.tar.gz";

  @TempDir Path temp;
  private RoutersJob routers;
  private AgentJob job;
  private TaskResult stored;
  private RouterList list;

  @BeforeEach
  void store() throws Exception {
    routers = new RoutersJob(temp);
    job = routers.job();
    routers.router("edge", routers.emulator(RouterModel.six())).absent("gone");
    stored = routers.run(LIST);
    assertThat(stored.failure()).isNull();
    list = routers.document(stored);
  }

  @AfterEach
  void close() throws Exception {
    routers.close();
  }

  @Test
  void comesToAnSftpServerAndIsCheckedAndDeletedThere() throws Exception {
    try (SshServer server = SshServer.start(Files.createDirectory(temp.resolve("ssh")))) {
      bringsChecksAndDeletes(
          new Destination(
              "sftp",
              null,
              null,
              new Destination.Sftp(
                  server.host(),
                  server.port(),
                  "routers",
                  server.user(),
                  null,
                  null,
                  server.clientKey("ed25519").toString(),
                  null,
                  null,
                  List.of(server.fingerprint("ed25519"))),
              null,
              null,
              null,
              true),
          server.home().resolve("routers"));
    }
  }

  @Test
  void comesToAnFtpServerThatAllowsTwoConnections() throws Exception {
    FtpServer.Options options = FtpServer.Options.plain().withMaxClients(2);
    Path folder = Files.createDirectory(temp.resolve("ftp"));
    try (FtpServer server = FtpServer.start(FtpServerKind.PURE_FTPD, folder, options)) {
      bringsChecksAndDeletes(
          new Destination(
              "ftp",
              null,
              new Destination.Ftp(
                  "127.0.0.1",
                  server.port(),
                  "/backups/routers",
                  Destination.FtpSecurity.None,
                  server.kind().user(),
                  null,
                  job.secret("ftp-password", FtpServer.PASSWORD).toString(),
                  null,
                  false,
                  null,
                  null,
                  null),
              null,
              null,
              null,
              null,
              null),
          server.home().resolve("backups/routers"));
    }
  }

  private void bringsChecksAndDeletes(Destination remote, Path folder) throws Exception {
    TaskResult synced = sync(job.destination("local"), remote);

    assertThat(synced.failure()).as(routers.log()).isNull();
    assertThat(synced.destinations().get(0).state()).isEqualTo(DestinationResult.STORED);
    assertThat(AgentJob.names(folder)).isEqualTo(job.files());
    for (String name : job.files()) {
      assertThat(folder.resolve(name)).hasSameBinaryContentAs(job.volume().resolve(name));
    }
    assertThat(sync(job.destination("local"), remote).failure()).isNull();
    assertThat(check(remote).failure()).isNull();

    // And back, with the volume's gone.
    assertThat(delete(job.destination("local")).failure()).isNull();
    assertThat(job.files()).isEmpty();
    assertThat(sync(remote, job.destination("local")).failure()).isNull();
    assertThat(job.files()).isEqualTo(AgentJob.names(folder));
    assertThat(AgentJob.names(job.scratch())).isEmpty();

    assertThat(delete(remote).failure()).isNull();
    assertThat(AgentJob.names(folder)).isEmpty();
  }

  @Test
  void aSourceWhoseArchiveIsDamagedIsNotSpread() throws Exception {
    Path target = Files.createDirectory(temp.resolve("target"));
    Path archive = archive(0);
    byte[] bytes = Files.readAllBytes(archive);
    bytes[bytes.length / 2] ^= 1;
    Files.write(archive, bytes);

    TaskResult synced = sync(job.destination("local"), local("target", target));

    assertThat(synced.failure().code()).isEqualTo(ErrorCode.WrongKeyOrDamaged);
    assertThat(synced.failure().message())
        .isEqualTo(
            "The file %s is not as it was stored, and is not taken from there: look who changed"
                + " it.",
            archive);
    assertThat(AgentJob.names(target)).isEmpty();
  }

  @Test
  void aCheckNoticesAnArchiveThatIsMissingOrCutOrNobodys() throws Exception {
    assertThat(check(job.destination("local")).failure()).isNull();
    Path archive = archive(0);
    Path manifest = archive.resolveSibling(archive.getFileName() + Manifest.SUFFIX);
    byte[] beside = Files.readAllBytes(manifest);
    String where = " in " + job.volume() + " of the destination \"local\"";

    Files.delete(manifest);
    assertThat(check(job.destination("local")).failure().message())
        .isEqualTo(
            "The file "
                + archive.getFileName()
                + where
                + " has no manifest beside it any more, so that nothing says whose it is: look who"
                + " removed that, and make another backup.");
    Files.write(manifest, beside);
    Files.writeString(archive, "cut");
    TaskResult cut = check(job.destination("local"));
    assertThat(cut.failure().code()).isEqualTo(ErrorCode.FileSizeWrong);
    assertThat(cut.failure().message())
        .isEqualTo(
            "The file "
                + archive.getFileName()
                + where
                + " has another length than it had when stored: do not rely on what is there,"
                + " check the volume, and make another backup.");
    Files.delete(archive);
    Files.delete(archive(1));
    TaskResult missing = check(job.destination("local"));
    assertThat(missing.failure().code()).isEqualTo(ErrorCode.FileMissing);
    assertThat(missing.failure().message())
        .isEqualTo(
            "The files "
                + archive.getFileName()
                + ", "
                + archive(1).getFileName()
                + where
                + " are not there any more: look who removed them, and make another backup.");
    Path path = job.volume().resolve(LIST);
    Files.writeString(path, Files.readString(path).replace("edge", "egde"));
    TaskResult changed = check(job.destination("local"));
    assertThat(changed.failure().code()).isEqualTo(ErrorCode.WrongKeyOrDamaged);
    assertThat(changed.failure().message())
        .isEqualTo(
            "The list of routers "
                + path
                + " is not as it was stored: do not rely on what is beside it, and look who changed"
                + " it.");
  }

  @Test
  void aDeletionLeavesWhatOthersHavePutThere() throws Exception {
    Files.writeString(job.volume().resolve(FOREIGN), "precious");
    String other = RoutersJob.list("130000");
    assertThat(routers.run(other).failure()).isNull();

    TaskResult deleted = delete(job.destination("local"));

    assertThat(deleted.failure()).isNull();
    assertThat(deleted.destinations().get(0).state()).isEqualTo(DestinationResult.DELETED);
    assertThat(deleted.warnings())
        .containsExactly(
            FOREIGN
                + " beside "
                + job.volume().resolve(LIST)
                + " was left: no manifest of this Backup is beside it, so somebody else wrote it;"
                + " remove it by hand if nobody needs it.");
    assertThat(job.files())
        .contains(FOREIGN, other)
        .noneMatch(name -> name.contains("120000") && !name.equals(FOREIGN));
    assertThat(job.files()).hasSize(1 + 2 * 3);
  }

  @Test
  void aDeletionFindsWhatHasNoListAndIsNotWhole() throws Exception {
    Files.delete(job.volume().resolve(LIST));
    Files.delete(job.volume().resolve(LIST + Manifest.SUFFIX));
    Files.delete(archive(1));
    Files.writeString(
        job.volume().resolve(".mikrotik_x_20261126_120000.tar.gz.12345678.uid-1.partial"), "x");

    TaskResult deleted = delete(job.destination("local"));

    assertThat(deleted.failure()).isNull();
    assertThat(deleted.warnings()).isEmpty();
    assertThat(job.files()).isEmpty();
    assertThat(delete(job.destination("local")).failure()).isNull();
  }

  private Path archive(int router) {
    return job.volume().resolve(list.routers().get(router).file().name());
  }

  private static Destination local(String name, Path folder) {
    return new Destination(name, new Destination.Local(folder.toString()));
  }

  private TaskResult sync(Destination source, Destination target) {
    return job.run(
        new Task.Sync(
            RoutersJob.UID,
            LIST,
            stored.file().sizeBytes(),
            stored.file().sha256(),
            List.of(source),
            List.of(target)));
  }

  private TaskResult check(Destination destination) {
    return job.run(
        new Task.Check(
            RoutersJob.UID, LIST, stored.file().sizeBytes(), List.of(destination), false));
  }

  private TaskResult delete(Destination destination) {
    return job.run(new Task.Delete(RoutersJob.UID, LIST, List.of(destination)));
  }
}
