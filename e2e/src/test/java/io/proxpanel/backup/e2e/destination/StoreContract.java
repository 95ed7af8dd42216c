package io.proxpanel.backup.e2e.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every kind of destination does alike. */
abstract class StoreContract {
  static final String UID = "6f0d2c1e-0001-4000-8000-00000000aaaa";
  private static final String OTHER_UID = "6f0d2c1e-0002-4000-8000-00000000bbbb";
  private static final String FILE = "proisp_full_20261125_020000.proisp.bak";
  private static final int SIZE = 3 * 1024 * 1024 + 17;

  /**
   * Opens a store of the kind, in a folder of its own for each test that is empty at its beginning,
   * and the same one each time that a test calls.
   */
  abstract Store open() throws Exception;

  @Test
  void aFileHasItsNameOnlyWhenItIsCommitted() throws Exception {
    byte[] bytes = bytes(SIZE);
    try (Store store = open()) {
      try (Store.Upload upload = store.upload(FILE, UID, Content.of(bytes))) {
        assertThat(store.stat(FILE)).isEmpty();
        assertThat(store.list()).noneMatch(entry -> entry.name().equals(FILE));
        upload.commit();
      }
      assertThat(store.stat(FILE)).contains(FileEntry.file(FILE, SIZE));
      assertThat(store.list()).containsExactly(FileEntry.file(FILE, SIZE));
      assertThat(read(store, FILE, 0)).isEqualTo(bytes);
    }
    try (Store again = open()) {
      assertThat(read(again, FILE, 0)).isEqualTo(bytes);
      assertThat(again.location(FILE)).endsWith(FILE);
      assertThat(again.location(FILE)).startsWith(again.place());
    }
  }

  @Test
  void whatIsNotCommittedIsRemoved() throws Exception {
    try (Store store = open()) {
      store.upload(FILE, UID, Content.of(bytes(1000))).close();
      assertThat(store.list()).isEmpty();
      store.removeUnfinished(FILE, UID);
      assertThat(store.list()).isEmpty();
    }
  }

  @Test
  void anEmptyFileAndOneOfOneByteAreFiles() throws Exception {
    try (Store store = open()) {
      for (int size : List.of(0, 1)) {
        String name = size + ".proisp.bak";
        store(store, name, bytes(size));
        assertThat(store.stat(name)).contains(FileEntry.file(name, size));
        assertThat(read(store, name, 0)).isEqualTo(bytes(size));
      }
    }
  }

  @Test
  void readsFromAnOffset() throws Exception {
    byte[] bytes = bytes(SIZE);
    try (Store store = open()) {
      store(store, FILE, bytes);
      for (int offset : List.of(1, 65_536, SIZE / 2, SIZE - 1, SIZE)) {
        assertThat(read(store, FILE, offset))
            .as("from " + offset)
            .isEqualTo(java.util.Arrays.copyOfRange(bytes, offset, SIZE));
      }
    }
  }

  @Test
  void readingCanEndEarlyAndTheStoreGoesOn() throws Exception {
    byte[] bytes = bytes(SIZE);
    try (Store store = open()) {
      store(store, FILE, bytes);
      try (InputStream in = store.read(FILE, 0)) {
        assertThat(in.readNBytes(10)).isEqualTo(java.util.Arrays.copyOf(bytes, 10));
      }
      assertThat(store.stat(FILE)).isPresent();
      assertThat(read(store, FILE, 0)).isEqualTo(bytes);
    }
  }

  @Test
  void aNameThatIsTakenIsNeitherReplacedNorRemoved() throws Exception {
    byte[] theirs = "somebody else's".getBytes(StandardCharsets.UTF_8);
    try (Store store = open()) {
      try (Store.Upload upload = store.upload(FILE, UID, Content.of(bytes(1000)))) {
        try (Store elsewhere = open()) {
          store(elsewhere, FILE, theirs);
        }
        assertFails(ErrorCode.FileNameTaken, upload::commit);
      }
      assertThat(store.list()).containsExactly(FileEntry.file(FILE, theirs.length));
      assertThat(read(store, FILE, 0)).isEqualTo(theirs);
    }
  }

  @Test
  void contentThatBreaksLeavesNothing() throws Exception {
    Content broken =
        new Content() {
          @Override
          public InputStream open(long offset) {
            InputStream begin = new ByteArrayInputStream(bytes(SIZE), (int) offset, SIZE);
            return new SequenceInputStream(begin, new BreakingStream());
          }

          @Override
          public long length() throws IOException {
            throw new AgentException(ErrorCode.PgDumpFailed, "The dump broke.").asIOException();
          }
        };
    try (Store store = open()) {
      assertThatThrownBy(() -> store.upload(FILE, UID, broken))
          .isInstanceOf(AgentException.class)
          .hasMessage("The dump broke.")
          .satisfies(
              e -> assertThat(((AgentException) e).code()).isEqualTo(ErrorCode.PgDumpFailed));
      assertThat(store.list()).isEmpty();
      // It is as good as new afterwards.
      store(store, FILE, bytes(10));
      assertThat(read(store, FILE, 0)).isEqualTo(bytes(10));
    }
  }

  @Test
  void deletesWhatIsThereAndDoesNotMindWhatIsNot() throws Exception {
    try (Store store = open()) {
      store(store, FILE, bytes(10));
      store(store, "other.proisp.bak", bytes(10));
      store.delete(FILE);
      store.delete(FILE);
      assertThat(store.stat(FILE)).isEmpty();
      assertThat(store.list()).containsExactly(FileEntry.file("other.proisp.bak", 10));
    }
  }

  @Test
  void whatIsNotThereIsMissingAndNotEmpty() throws Exception {
    try (Store store = open()) {
      assertThat(store.stat(FILE)).isEmpty();
      assertFails(
          ErrorCode.FileMissing,
          () -> {
            try (InputStream in = store.read(FILE, 0)) {
              in.readAllBytes();
            }
          });
    }
  }

  @Test
  void unfinishedFilesOfAnotherResourceStay() throws Exception {
    try (Store store = open();
        Store elsewhere = open();
        Store.Upload theirs = elsewhere.upload(FILE, OTHER_UID, Content.of(bytes(1000)))) {
      store.removeUnfinished(FILE, UID);
      theirs.commit();
      assertThat(store.stat(FILE)).contains(FileEntry.file(FILE, 1000));
    }
  }

  /** Names that are unusual, and that the kind takes. */
  List<String> unusualNames() {
    return List.of("a b.proisp.bak", "Zürich-日本.proisp.bak", "a+b%20#?&.proisp.bak");
  }

  @Test
  void namesMayHaveSpacesAndLettersOfAllLanguages() throws Exception {
    try (Store store = open()) {
      for (String name : unusualNames()) {
        store(store, name, bytes(10));
        assertThat(store.stat(name)).as(name).contains(FileEntry.file(name, 10));
        assertThat(read(store, name, 0)).as(name).isEqualTo(bytes(10));
        assertThat(store.list()).as(name).contains(FileEntry.file(name, 10));
        store.delete(name);
      }
      assertThat(store.list()).isEmpty();
    }
  }

  static void store(Store store, String name, byte[] bytes) throws AgentException {
    try (Store.Upload upload = store.upload(name, UID, Content.of(bytes))) {
      upload.commit();
    }
  }

  static byte[] read(Store store, String name, long offset) throws Exception {
    try (InputStream in = store.read(name, offset)) {
      return in.readAllBytes();
    }
  }

  /** The same ones each time. */
  static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(20261125).nextBytes(bytes);
    return bytes;
  }

  static void assertFails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .satisfies(
            e ->
                assertThat(e instanceof IOException io ? io.getCause() : e)
                    .as("%s", e)
                    .isInstanceOf(AgentException.class)
                    .extracting(failure -> ((AgentException) failure).code())
                    .isEqualTo(code));
  }

  /**
   * Closing from another thread ends an upload soon, and for good.
   *
   * @param growing content without an end
   * @param reading counted down when the upload is in the midst of it
   */
  static void assertThatClosingEnds(Store store, Content growing, CountDownLatch reading)
      throws Exception {
    CompletableFuture<Throwable> end =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                store.upload(FILE, UID, growing).close();
                return null;
              } catch (AgentException e) {
                return e;
              }
            });
    assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();
    store.close();
    assertThat(end.get(60, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            AgentException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DestinationUnreachable));
    assertFails(ErrorCode.DestinationUnreachable, store::list);
  }

  /** A stream that breaks as one whose writer failed. */
  private static final class BreakingStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new AgentException(ErrorCode.PgDumpFailed, "The dump broke.").asIOException();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }
}
