package io.proxpanel.backup.agent.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupFolderTest {
  private static final String FILE = "a.proisp.bak";
  private static final String MANIFEST = FILE + Manifest.SUFFIX;

  @TempDir Path path;
  private final Cleanup cleanup = new Cleanup();
  private LocalStore store;
  private BackupFolder folder;

  @BeforeEach
  void open() throws AgentException {
    store = LocalStore.open("local", new Destination.Local(path.toString()), cleanup);
    folder = new BackupFolder(store);
  }

  @Test
  void aFileHasItsNameOnlyWhenItIsStored() throws Exception {
    try (NewFile file = store.create(FILE, "uid-1")) {
      write(file, "content");
      assertThat(names())
          .singleElement()
          .asString()
          .startsWith("." + FILE + ".")
          .endsWith(".uid-1.partial");
      folder.store(FILE, file, manifest("uid-1", 7));
    }
    assertThat(names()).containsExactly(FILE, MANIFEST);
    assertThat(path.resolve(FILE)).hasContent("content");
    assertThat(folder.owns(FILE, "uid-1")).isTrue();
    assertThat(folder.owns(FILE, "uid-2")).isFalse();
  }

  @Test
  void whatIsNotStoredIsRemoved() throws Exception {
    try (NewFile file = store.create(FILE, "uid-1")) {
      write(file, "content");
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void aFileThatAppearsMeanwhileIsNeitherReplacedNorClaimed() throws Exception {
    try (NewFile file = store.create(FILE, "uid-1")) {
      write(file, "content");
      Files.writeString(path.resolve(FILE), "foreign");
      assertThatThrownBy(() -> folder.store(FILE, file, manifest("uid-1", 7)))
          .hasMessageContaining("is not this Backup's")
          .satisfies(
              e -> assertThat(((AgentException) e).code()).isEqualTo(ErrorCode.FileNameTaken));
    }
    assertThat(names()).containsExactly(FILE);
    assertThat(path.resolve(FILE)).hasContent("foreign");
    assertThat(folder.delete(FILE, "uid-1")).isEqualTo(BackupFolder.Deleted.NOT_OURS);
    assertThat(path.resolve(FILE)).exists();
  }

  @Test
  void aStoredFileMakesWayForANewerOneThatIsWaiting() throws Exception {
    try (NewFile file = store.create(FILE, "uid-1")) {
      write(file, "content");
      folder.store(FILE, file, manifest("uid-1", 7));
    }
    try (NewFile newer = store.create(FILE, "uid-1")) {
      write(newer, "newer content");
      assertThatThrownBy(() -> folder.removeStored(FILE, "uid-2"))
          .hasMessageContaining("is not this Backup's");
      assertThat(names()).contains(FILE, MANIFEST);

      folder.removeStored(FILE, "uid-1");
      assertThat(names()).hasSize(1).allMatch(name -> name.endsWith(".partial"));
      folder.store(FILE, newer, manifest("uid-1", 13));
    }
    assertThat(names()).containsExactly(FILE, MANIFEST);
    assertThat(path.resolve(FILE)).hasContent("newer content");
    assertThat(folder.owns(FILE, "uid-1")).isTrue();
  }

  @Test
  void twoAttemptsAtOnceDoNotMixTheirFiles() throws Exception {
    try (NewFile slow = store.create(FILE, "uid-1")) {
      write(slow, "content");
      folder.removeDebris(FILE, "uid-1");
      try (NewFile other = store.create(FILE, "uid-1")) {
        write(other, "half");
        assertThatThrownBy(() -> folder.store(FILE, slow, manifest("uid-1", 7)))
            .isInstanceOf(AgentException.class);
        assertThat(path.resolve(FILE)).doesNotExist();
      }
    }
    folder.removeDebris(FILE, "uid-1");
    assertThat(names()).isEmpty();
  }

  @Test
  void whatAnotherAttemptStoredMeanwhileStaysForTheNext() throws Exception {
    try (NewFile slow = store.create(FILE, "uid-1");
        NewFile other = store.create(FILE, "uid-1")) {
      write(slow, "content");
      write(other, "whole");
      folder.store(FILE, other, manifest("uid-1", 5));
      assertThatThrownBy(() -> folder.store(FILE, slow, manifest("uid-1", 7)))
          .hasMessage(
              "Another attempt of this Backup has just stored "
                  + FILE
                  + " in "
                  + path
                  + ": it was left as it is, and the next attempt takes it.")
          .satisfies(e -> assertThat(((AgentException) e).code().retryable()).isTrue());
    }
    assertThat(names()).containsExactly(FILE, MANIFEST);
    assertThat(folder.manifest(FILE).orElseThrow().file().sizeBytes()).isEqualTo(5);
    assertThat(path.resolve(FILE)).hasContent("whole");
  }

  @Test
  void whatStandsUnderTheManifestsNameAndIsNoneSaysNothing() throws Exception {
    Path manifest = path.resolve(MANIFEST);
    Files.writeString(path.resolve(FILE), "content");
    for (String content : List.of("", "null", "{", "[]", "\u0000")) {
      Files.writeString(manifest, content);
      assertThat(folder.owns(FILE, "uid-1")).as(content).isFalse();
    }
    Files.delete(manifest);
    Files.createSymbolicLink(manifest, path.resolve(FILE));
    assertThat(folder.manifest(FILE)).isEmpty();
    Files.delete(manifest);
    Files.createDirectory(manifest);
    assertThat(folder.manifest(FILE)).isEmpty();
  }

  @Test
  void aVolumeThatCannotBeReadIsNoEmptyOne() throws Exception {
    Files.delete(path);
    Files.writeString(path, "the volume went, and something else is there");

    for (ThrowingCallable look :
        List.<ThrowingCallable>of(
            () -> folder.exists(FILE),
            () -> folder.manifest(FILE),
            () -> folder.delete(FILE, "uid-1"))) {
      assertThatThrownBy(look)
          .hasMessageContaining("does not exist, because " + path + " is no folder")
          .satisfies(
              e -> assertThat(((AgentException) e).code()).isEqualTo(ErrorCode.FolderMissing));
    }
    Files.delete(path);
    Files.createDirectory(path);
  }

  @Test
  void aManifestDoesNotMakeAFileOfAnotherLengthItsOwn() throws Exception {
    Files.write(
        path.resolve(MANIFEST),
        io.proxpanel.backup.contract.Json.writePretty(manifest("uid-1", 7)));
    Files.writeString(path.resolve(FILE), "somebody else's");

    assertThat(folder.delete(FILE, "uid-1")).isEqualTo(BackupFolder.Deleted.NOT_OURS);
    assertThat(path.resolve(FILE)).exists();
  }

  @Test
  void debrisOfTheSameResourceIsRemovedAndNoOther() throws Exception {
    for (String name :
        List.of("." + FILE + ".uid-1.partial", "." + FILE + ".uid-2.partial", "notes.txt")) {
      Files.writeString(path.resolve(name), "x");
    }
    Files.write(
        path.resolve(MANIFEST),
        io.proxpanel.backup.contract.Json.writePretty(manifest("uid-1", 7)));

    folder.removeDebris(FILE, "uid-1");

    assertThat(names()).containsExactly("." + FILE + ".uid-2.partial", "notes.txt");
  }

  @Test
  void saysWhyAVolumeCannotBeWritten() {
    assertThat(VolumeErrors.writing(path, new IOException("No space left on device")))
        .message()
        .matches(
            "The volume of "
                + path
                + " is full \\([0-9]+ of [0-9]+ bytes are free\\): make room, or enlarge the claim\\.");
    assertThat(
            VolumeErrors.writing(
                path.resolve(FILE), 17, new IOException("No space left on device")))
        .hasMessageContaining(" bytes are free) after 17 bytes of " + FILE + ": make room");
    assertThat(VolumeErrors.writing(path, new AccessDeniedException("x")))
        .hasMessage(
            "The agent may not write in "
                + path
                + ": check the folder's owner and mode, or set fsGroup.");
    assertThat(VolumeErrors.writing(path, new IOException("Input/output error")))
        .hasMessage("Writing in " + path + " failed: Input/output error.");
    assertThat(VolumeErrors.reading(path, new AccessDeniedException("x")))
        .hasMessage(
            "The agent may not read in "
                + path
                + ": check the folder's owner and mode, or set fsGroup.");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void write(NewFile file, String content) throws IOException {
    try (OutputStream out = file.output()) {
      out.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  private static Manifest manifest(String uid, long size) {
    return ManifestSamples.of(uid, FILE, size, "00");
  }
}
