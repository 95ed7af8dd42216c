package io.proxpanel.backup.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.Cleanup;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFileTest {
  @TempDir Path folder;
  private final Cleanup cleanup = new Cleanup();

  @Test
  void goesWhenItIsClosedUnlessItGotAName() throws Exception {
    Path target = folder.resolve("name");
    try (TemporaryFile file = create()) {
      assertThat(file.path()).exists();
      assertThat(file.rename(target, false)).isTrue();
    }
    try (TemporaryFile file = create()) {
      assertThatThrownBy(() -> file.rename(target, false))
          .isInstanceOf(FileAlreadyExistsException.class);
      Files.writeString(file.path(), "newer");
      assertThat(file.rename(target, true)).isTrue();
    }
    create().close();
    assertThat(folder).isDirectoryContaining(target::equals).isDirectoryNotContaining("glob:**t-*");
    assertThat(target).hasContent("newer");
  }

  @Test
  void goesWithTheProcessAndGetsNoNameThen() throws Exception {
    TemporaryFile file = create();
    cleanup.close();

    assertThat(file.rename(folder.resolve("name"), true)).isFalse();
    assertThat(folder).isEmptyDirectory();
    file.close();
  }

  @Test
  void saysThatItCannotBeRemoved() throws Exception {
    TemporaryFile file = create();
    Files.delete(file.path());
    Files.createDirectories(file.path().resolve("occupied"));

    assertThatThrownBy(file::close)
        .hasMessage("The temporary file " + file.path() + " cannot be removed: remove it by hand.");
  }

  private TemporaryFile create() throws Exception {
    return TemporaryFile.create(folder, "t-", ".part", cleanup);
  }
}
