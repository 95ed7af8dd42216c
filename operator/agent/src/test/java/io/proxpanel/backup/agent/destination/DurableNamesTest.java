package io.proxpanel.backup.agent.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableNamesTest {
  @TempDir Path folder;
  private Path from;
  private Path to;

  @BeforeEach
  void writeFile() throws Exception {
    from = Files.writeString(folder.resolve("from"), "content");
    to = folder.resolve("to");
  }

  @Test
  void leavesWhatStandsUnderTheName() throws Exception {
    Files.writeString(to, "precious");
    assertThatThrownBy(() -> DurableNames.rename(from, to))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(to).hasContent("precious");

    Files.delete(to);
    Files.createSymbolicLink(to, from);
    assertThatThrownBy(() -> DurableNames.rename(from, to))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(from).hasContent("content");
  }

  @Test
  void takesALinkThatItHasMadeItselfForItsOwn() throws Exception {
    Files.createLink(to, from);

    DurableNames.rename(from, to);

    assertThat(to).hasContent("content");
    assertThat(from).doesNotExist();
  }

  @Test
  void saysThatAFileIsGone() throws Exception {
    Files.delete(from);
    assertThatThrownBy(() -> DurableNames.rename(from, to)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void goesOnWhereAFolderCannotBeSynchronised() {
    assertThatCode(() -> DurableNames.sync(Path.of("/proc"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> DurableNames.sync(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
