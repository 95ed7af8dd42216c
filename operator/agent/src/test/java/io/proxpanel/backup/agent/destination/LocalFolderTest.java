package io.proxpanel.backup.agent.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.KeyOrder;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.TaskResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFolderTest {
  private static final String FILE = "a.proisp.bak";
  private static final String MANIFEST = FILE + Manifest.SUFFIX;

  @TempDir Path path;
  private LocalFolder folder;

  @BeforeEach
  void open() throws AgentException {
    folder = LocalFolder.open(new Destination("local", new Destination.Local(path.toString())));
  }

  @Test
  void aFileHasItsNameOnlyWhenItIsStored() throws Exception {
    try (Cleanup cleanup = new Cleanup();
        NewFile file = folder.create(FILE, "uid-1", cleanup)) {
      write(file, "content");
      assertThat(names()).containsExactly("." + FILE + ".uid-1.partial");
      file.store(manifest("uid-1", 7));
    }
    assertThat(names()).containsExactly(FILE, MANIFEST);
    assertThat(path.resolve(FILE)).hasContent("content");
    assertThat(folder.owns(FILE, "uid-1")).isTrue();
    assertThat(folder.owns(FILE, "uid-2")).isFalse();
  }

  @Test
  void whatIsNotStoredIsRemoved() throws Exception {
    try (Cleanup cleanup = new Cleanup();
        NewFile file = folder.create(FILE, "uid-1", cleanup)) {
      write(file, "content");
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void aFileThatAppearsMeanwhileIsNeitherReplacedNorClaimed() throws Exception {
    try (Cleanup cleanup = new Cleanup();
        NewFile file = folder.create(FILE, "uid-1", cleanup)) {
      write(file, "content");
      Files.writeString(path.resolve(FILE), "foreign");
      assertThatThrownBy(() -> file.store(manifest("uid-1", 7)))
          .hasMessageContaining("is not this Backup's")
          .satisfies(
              e -> assertThat(((AgentException) e).code()).isEqualTo(ErrorCode.FileNameTaken));
    }
    assertThat(names()).containsExactly(FILE);
    assertThat(path.resolve(FILE)).hasContent("foreign");
    assertThat(folder.delete(FILE, "uid-1")).isEqualTo(LocalFolder.Deleted.NOT_OURS);
    assertThat(path.resolve(FILE)).exists();
  }

  @Test
  void aManifestDoesNotMakeAFileOfAnotherLengthItsOwn() throws Exception {
    Files.write(
        path.resolve(MANIFEST),
        io.proxpanel.backup.contract.Json.writePretty(manifest("uid-1", 7)));
    Files.writeString(path.resolve(FILE), "somebody else's");

    assertThat(folder.delete(FILE, "uid-1")).isEqualTo(LocalFolder.Deleted.NOT_OURS);
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
        .hasMessage("The volume of " + path + " is full: make room, or enlarge the claim.");
    assertThat(VolumeErrors.writing(path, new AccessDeniedException("x")))
        .hasMessage(
            "The agent may not write in "
                + path
                + ": check the folder's owner and mode, or set fsGroup.");
    assertThat(VolumeErrors.writing(path, new IOException("Input/output error")))
        .hasMessage("Writing in " + path + " failed: Input/output error.");
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
    return new Manifest(
        1,
        uid,
        "isp",
        "nightly",
        null,
        null,
        null,
        "panel",
        "db",
        new TaskResult.StoredFile(
            FILE, size, "00", 1, "00", BackupFormat.ProxPanelV2, KeyOrder.SALT_FIRST, "UNKNOWN"),
        null,
        null);
  }
}
