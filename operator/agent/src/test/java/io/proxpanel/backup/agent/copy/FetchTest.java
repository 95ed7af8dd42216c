package io.proxpanel.backup.agent.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.contract.ErrorCode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file takes no more room than its destination has said that it has. */
class FetchTest {
  private static final long MIB = 1 << 20;
  private static final String FILE = "a.proisp.bak";

  @TempDir Path folder;
  private final Cleanup cleanup = new Cleanup();
  private Scratch scratch;

  @BeforeEach
  void make() {
    scratch = new Scratch(folder, 18 * MIB);
  }

  @Test
  void noMoreIsTakenThanWasAnnounced() throws Exception {
    LyingStore store = new LyingStore(FileEntry.file(FILE, 1000), 2000 * MIB);
    assertFails(
        ErrorCode.FileSizeWrong,
        "liar://store/a.proisp.bak should have 1000 bytes, and the server sends more, which were not"
            + " taken: look there whether somebody changed the file, and take it from another"
            + " place.",
        store);
    assertThat(folder).isEmptyDirectory();
    assertThat(store.read()).isLessThan(MIB);
    assertThat(scratch.budget().left()).isEqualTo(2 * MIB);
  }

  @Test
  void whatIsAnnouncedIsTaken() throws Exception {
    LyingStore store = new LyingStore(FileEntry.file(FILE, MIB + 1), MIB + 1);
    try (Fetch fetch = Fetch.from(store, FILE, scratch, cleanup)) {
      assertThat(fetch.path()).hasSize(MIB + 1);
      assertThat(scratch.budget().left()).isEqualTo(MIB - 1);
    }
    assertThat(folder).isEmptyDirectory();
    assertThat(scratch.budget().left()).isEqualTo(2 * MIB);
  }

  @Test
  void aFileThatIsShorterIsNotWhole() {
    assertFails(
        ErrorCode.FileTruncated,
        "Of liar://store/a.proisp.bak came 10 bytes, and it should have 11: its end is missing, or"
            + " it was changed while it was fetched.",
        new LyingStore(FileEntry.file(FILE, 11), 10));
  }

  @Test
  void theRoomIsThatOfAllFilesTogether() throws Exception {
    LyingStore store = new LyingStore(FileEntry.file(FILE, MIB), MIB);
    try (Fetch first = Fetch.from(store, FILE, scratch, cleanup);
        Fetch second = Fetch.from(store, FILE, scratch, cleanup)) {
      assertThat(first.path()).isNotEqualTo(second.path());
      assertFails(
          ErrorCode.VolumeFull,
          "The file a.proisp.bak has 1048576 bytes, and the Job's scratch space has room for 0,"
              + " where it has to lie while it is worked with: raise jobTemplate.scratchSize.",
          store);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsNoPlainFileIsNotFetched() {
    assertFails(
        ErrorCode.FileMissing,
        "The file liar://store/a.proisp.bak is no plain file: correct the name, or look where it"
            + " went.",
        new LyingStore(FileEntry.other(FILE), 1));
  }

  private void assertFails(ErrorCode code, String message, LyingStore store) {
    assertThatThrownBy(() -> Fetch.from(store, FILE, scratch, cleanup))
        .hasMessage(message)
        .asInstanceOf(type(AgentException.class))
        .extracting(AgentException::code)
        .isEqualTo(code);
  }
}
