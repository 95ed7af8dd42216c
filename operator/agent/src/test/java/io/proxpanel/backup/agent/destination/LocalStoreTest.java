package io.proxpanel.backup.agent.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever else writes on a volume leads nobody out of it, and holds nobody up. */
class LocalStoreTest {
  private static final String FILE = "a.proisp.bak";

  @TempDir Path temp;
  private Path mount;
  private Path elsewhere;
  private final Cleanup cleanup = new Cleanup();

  @BeforeEach
  void make() throws Exception {
    mount = Files.createDirectory(temp.resolve("mount"));
    elsewhere = Files.createDirectories(temp.resolve("elsewhere/folder")).getParent();
  }

  @Test
  void aFolderThatIsALinkIsNotUsed() throws Exception {
    Path link = Files.createSymbolicLink(mount.resolve("backups"), elsewhere);
    for (Path folder : new Path[] {link, link.resolve("folder")}) {
      assertFails(
          ErrorCode.FolderMissing,
          "The folder "
              + folder
              + " of the destination \"local\" is not used, because "
              + link
              + " is a link, which could lead out of the volume: write the path that it leads to,"
              + " or put a folder in its place.",
          () -> open(folder));
    }
    assertThat(elsewhere.resolve("folder")).isEmptyDirectory();
  }

  @Test
  void aFolderThatBecomesALinkIsNotUsedAnyMore() throws Exception {
    Path folder = Files.createDirectory(mount.resolve("backups"));
    LocalStore store = open(folder);
    Files.delete(folder);
    Files.createSymbolicLink(folder, elsewhere);
    for (ThrowingCallable use :
        new ThrowingCallable[] {
          () -> store.upload(FILE, "uid-1", Content.of(new byte[1])),
          store::list,
          () -> store.read(FILE, 0),
          () -> store.stat(FILE),
          () -> store.delete(FILE)
        }) {
      assertThatThrownBy(use).hasMessageContaining(folder + " is a link");
    }
    assertThat(elsewhere.resolve(FILE)).doesNotExist();
  }

  @Test
  void whatLeadsToTheVolumeIsTheContainersOwn() throws Exception {
    Files.createDirectory(elsewhere.resolve("folder/backups"));
    Path link = Files.createSymbolicLink(temp.resolve("run"), elsewhere.resolve("folder"));
    PlainFolder plain = new PlainFolder("local", link.resolve("backups"), link);
    LocalStore store = LocalStore.open(link.resolve("backups"), plain, cleanup);
    store.upload(FILE, "uid-1", Content.of(new byte[3])).commit();
    assertThat(elsewhere.resolve("folder/backups").resolve(FILE)).hasSize(3);
  }

  @Test
  void whereNothingIsMountedTheFolderAloneIsLookedAt() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("home"), elsewhere);
    new PlainFolder("local", link.resolve("folder"), Path.of("/")).require();
    assertThatThrownBy(() -> new PlainFolder("local", link, Path.of("/")).require())
        .hasMessageContaining(link + " is a link");
  }

  @Test
  void aFolderThatIsNoneSaysSo() throws Exception {
    Files.writeString(mount.resolve("file"), "x");
    assertFails(
        ErrorCode.FolderMissing,
        "The folder "
            + mount.resolve("file/backups")
            + " of the destination \"local\" does not exist, because "
            + mount.resolve("file")
            + " is no folder: remove it, or correct the path.",
        () -> open(mount.resolve("file/backups")));
    assertFails(
        ErrorCode.FolderMissing,
        "The folder "
            + mount.resolve("gone")
            + " of the destination \"local\" does not exist: create it on the volume, or correct"
            + " the path.",
        () -> open(mount.resolve("gone")));
  }

  @Test
  void nothingButAPlainFileIsOpened() throws Exception {
    Files.writeString(elsewhere.resolve("secret"), "secret");
    pipe(mount.resolve("pipe"));
    Files.createSymbolicLink(mount.resolve("link"), elsewhere.resolve("secret"));
    Files.createDirectory(mount.resolve("folder"));
    LocalStore store = open(mount);
    for (String name : new String[] {"pipe", "link", "folder"}) {
      String said =
          mount.resolve(name)
              + " is no plain file but a folder, a link, a pipe or a device, and is not opened: look"
              + " who put it there.";
      assertFails(ErrorCode.FileMissing, said, () -> store.read(name, 0));
      assertFails(ErrorCode.FileMissing, said, () -> store.file(name));
    }
  }

  @Test
  void aPipeInPlaceOfAManifestHoldsNobodyUp() throws Exception {
    Files.writeString(mount.resolve(FILE), "x");
    pipe(mount.resolve(FILE + Manifest.SUFFIX));
    BackupFolder folder = new BackupFolder(open(mount));
    assertThat(folder.manifest(FILE)).isEmpty();
    assertThat(folder.owns(FILE, "uid-1")).isFalse();
    assertThat(folder.deleteNamed(FILE, "uid-1")).isEqualTo(BackupFolder.Deleted.NOT_OURS);
  }

  @Test
  void whatIsNotEncryptedIsItsOwnersAlone() throws Exception {
    LocalStore store = open(mount);
    String plain = "mikrotik_edge_20261126_120000.tar.gz";
    for (String name :
        new String[] {plain, plain + ".enc", "mikrotik_20261126_120000.json", FILE}) {
      store.upload(name, "uid-1", Content.of(new byte[3])).commit();
    }
    assertThat(mode(plain)).isEqualTo("rw-------");
    assertThat(mode("mikrotik_20261126_120000.json")).isEqualTo("rw-------");
    // As others may have to carry them away.
    Files.writeString(mount.resolve("usual"), "x");
    assertThat(mode(FILE)).isEqualTo(mode("usual"));
    assertThat(mode(plain + ".enc")).isEqualTo(mode("usual"));
  }

  @Test
  void onlyWhatIsAskedForIsLookedAt() throws Exception {
    for (int i = 0; i < 1000; i++) {
      Files.createFile(mount.resolve("other" + i));
    }
    Files.writeString(mount.resolve(FILE), "x");
    assertThat(open(mount).list(FILE::equals)).containsExactly(FileEntry.file(FILE, 1));
  }

  @Test
  void findsTheNearestMountPoint() throws Exception {
    Path mounts =
        Files.writeString(
            temp.resolve("mountinfo"),
            """
            21 1 0:20 / / rw,relatime - overlay overlay rw
            22 21 0:21 / /run/backup/volumes/local rw - nfs server:/x rw
            23 21 0:21 / /run/backup/volumes/a\\040b rw - nfs server:/x rw
            24 21 0:21 / /run rw - tmpfs tmpfs rw
            """);
    Path volumes = Path.of("/run/backup/volumes");
    assertThat(MountPoints.above(volumes.resolve("local/isp"), mounts))
        .isEqualTo(volumes.resolve("local"));
    assertThat(MountPoints.above(volumes.resolve("a b"), mounts)).isEqualTo(volumes.resolve("a b"));
    assertThat(MountPoints.above(volumes.resolve("localhost"), mounts)).isEqualTo(Path.of("/run"));
    assertThat(MountPoints.above(Path.of("/home/x"), mounts)).isEqualTo(Path.of("/"));
    assertThat(MountPoints.above(Path.of("/home/x"), temp.resolve("none"))).isEqualTo(Path.of("/"));
    assertThat(MountPoints.above(Path.of("/proc/self"))).isEqualTo(Path.of("/proc"));
  }

  private LocalStore open(Path folder) throws AgentException {
    return LocalStore.open(folder, new PlainFolder("local", folder, mount), cleanup);
  }

  private String mode(String name) throws Exception {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(mount.resolve(name), LinkOption.NOFOLLOW_LINKS));
  }

  private static void pipe(Path path) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
  }

  private static void assertFails(ErrorCode code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessage(message)
        .asInstanceOf(type(AgentException.class))
        .extracting(AgentException::code)
        .isEqualTo(code);
  }
}
