package io.proxpanel.backup.e2e.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.e2e.net.CutProxy;
import io.proxpanel.backup.e2e.ssh.SshServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSH's server as a destination, and what can go wrong with it. */
class SftpStoreIT extends StoreContract {
  private static final String NAME = "proisp_full_20261125_020000.proisp.bak";
  private static final int TEN_PARTS = 10 * 1024 * 1024;
  @TempDir static Path shared;
  private static SshServer server;

  @TempDir Path secrets;
  private final String folder = "backups of/" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    server = SshServer.start(shared);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  Store open() throws Exception {
    return settings().open();
  }

  private SftpSettings settings() {
    return new SftpSettings(server, secrets).folder(folder);
  }

  private Path onServer(String name) {
    return server.home().resolve(folder).resolve(name);
  }

  @Test
  void aFolderThatMayNotBeWritten() throws Exception {
    for (String path : List.of(server.forbidden().toString(), server.forbidden() + "/new/er")) {
      try (Store store = settings().folder(path).open()) {
        assertFails(
            ErrorCode.DestinationPermissionDenied,
            () -> store.upload(NAME, UID, Content.of(bytes(10))));
      }
    }
    assertThat(server.forbidden()).isEmptyDirectory();
  }

  @Test
  void aFolderMayBeAbsolute() throws Exception {
    String path = server.home() + "/absolute/" + UUID.randomUUID();
    try (Store store = settings().folder(path).open()) {
      assertThat(store.freeBytes()).isPresent();
      store(store, NAME, bytes(10));
      assertThat(store.location(NAME))
          .isEqualTo("sftp://127.0.0.1:" + server.port() + path + "/" + NAME);
    }
    assertThat(Path.of(path, NAME)).hasBinaryContent(bytes(10));
  }

  @Test
  void linksAreNotFollowed() throws Exception {
    try (Store store = open()) {
      store(store, "real", bytes(10));
      Files.createSymbolicLink(onServer(NAME), onServer("real"));
      assertThat(store.stat(NAME)).contains(FileEntry.other(NAME));
      assertThat(store.list()).contains(FileEntry.other(NAME));
      assertFails(ErrorCode.FileMissing, () -> store.read(NAME, 0));
      assertFails(ErrorCode.FileNameTaken, () -> store(store, NAME, bytes(20)));
      assertThat(onServer("real")).hasBinaryContent(bytes(10));
    }
  }

  @Test
  void listsTenThousandFiles() throws Exception {
    Files.createDirectories(onServer(""));
    for (int i = 0; i < 10_000; i++) {
      Files.write(onServer("file" + i), new byte[i % 3]);
    }
    try (Store store = open()) {
      assertThat(store.list()).hasSize(10_000).contains(FileEntry.file("file9998", 9998 % 3));
    }
  }

  @Test
  void aConnectionCutAtEveryTenthIsTakenUpAgain() throws Exception {
    byte[] bytes = bytes(TEN_PARTS);
    try (CutProxy proxy = new CutProxy(server.port());
        Store store = settings().port(proxy.port()).open()) {
      Content cutting =
          new Content() {
            private int tenth = 1;

            @Override
            public InputStream open(long offset) {
              return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset) {
                @Override
                public synchronized int read(byte[] b, int off, int len) {
                  if (tenth < 10 && pos > tenth * (TEN_PARTS / 10)) {
                    tenth++;
                    proxy.cut();
                  }
                  return super.read(b, off, len);
                }
              };
            }

            @Override
            public long length() {
              return bytes.length;
            }
          };
      try (Store.Upload upload = store.upload(NAME, UID, cutting)) {
        upload.commit();
      }
      assertThat(proxy.cuts()).isEqualTo(9);
      assertThat(proxy.connections()).isGreaterThanOrEqualTo(10);
      assertThat(store.list()).containsExactly(FileEntry.file(NAME, TEN_PARTS));
    }
    assertThat(onServer(NAME)).hasBinaryContent(bytes);
  }

  @Test
  void whatTheServerLostOfTheFileIsSentAgain() throws Exception {
    byte[] bytes = bytes(TEN_PARTS);
    CountDownLatch half = new CountDownLatch(1);
    try (Store store = open()) {
      Content damaged =
          new Content() {
            @Override
            public InputStream open(long offset) {
              return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset) {
                @Override
                public synchronized int read(byte[] b, int off, int len) {
                  if (half.getCount() > 0 && pos > TEN_PARTS / 2) {
                    half.countDown();
                    crashAndLoseABlock();
                  }
                  return super.read(b, off, len);
                }
              };
            }

            @Override
            public long length() {
              return bytes.length;
            }
          };
      try (Store.Upload upload = store.upload(NAME, UID, damaged)) {
        upload.commit();
      }
    }
    assertThat(half.getCount()).isZero();
    assertThat(onServer(NAME)).hasBinaryContent(bytes);
  }

  /**
   * Blocks that were never written are zeroes after a power cut, although they were acknowledged.
   */
  private void crashAndLoseABlock() {
    server.kill();
    try (Stream<Path> files = Files.list(onServer(""))) {
      Path partial = files.findFirst().orElseThrow();
      try (var file = new java.io.RandomAccessFile(partial.toFile(), "rw")) {
        file.seek(1_000_000);
        file.write(new byte[4096]);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    server.startAgain();
  }

  @Test
  void aServerThatStaysAwayIsGivenUp() throws Exception {
    try (CutProxy proxy = new CutProxy(server.port());
        Store store = settings().port(proxy.port()).open()) {
      Content leaving =
          new Content() {
            @Override
            public InputStream open(long offset) {
              return new InputStream() {
                @Override
                public int read() throws IOException {
                  proxy.leave();
                  return 1;
                }

                @Override
                public int read(byte[] bytes, int from, int length) throws IOException {
                  proxy.leave();
                  return length;
                }
              };
            }

            @Override
            public long length() {
              return Long.MAX_VALUE;
            }
          };
      assertFails(ErrorCode.DestinationUnreachable, () -> store.upload(NAME, UID, leaving).close());
    }
    try (Store store = open()) {
      store.removeUnfinished(NAME, UID);
      assertThat(store.list()).isEmpty();
    }
  }

  @Test
  void aConnectionThatIsCutWhileReadingIsNoEnd() throws Exception {
    byte[] bytes = bytes(TEN_PARTS);
    try (CutProxy proxy = new CutProxy(server.port());
        Store store = settings().port(proxy.port()).open()) {
      store(store, NAME, bytes);
      for (int tenth = 0; tenth < 10; tenth++) {
        proxy.cutAfterReceiving(20_000 + (long) tenth * (TEN_PARTS / 10));
        assertFails(ErrorCode.DestinationUnreachable, () -> read(store, NAME, 0));
      }
      assertThat(proxy.cuts()).isEqualTo(10);
      assertThat(read(store, NAME, 17)).hasSize(TEN_PARTS - 17);
    }
  }

  @Test
  void aCommitWhoseAnswerIsLostIsFoundOut() throws Exception {
    // Of the two requests, one looks whether the name is free and one renames.
    for (int request : new int[] {1, 2}) {
      String name = request + NAME;
      try (CutProxy proxy = new CutProxy(server.port());
          Store store = settings().port(proxy.port()).open()) {
        try (Store.Upload upload = store.upload(name, UID, Content.of(bytes(100_000)))) {
          proxy.loseAnswerTo(request);
          upload.commit();
        }
        assertThat(proxy.cuts()).isEqualTo(1);
      }
      assertThat(onServer(name)).hasBinaryContent(bytes(100_000));
    }
    assertThat(onServer("").toFile().list()).hasSize(2);
  }

  @Test
  void aFullDiskIsFullAndLeavesNothing() throws Exception {
    String disk = server.smallDisk().toString();
    int tooMuch = (int) SshServer.SMALL_DISK_BYTES + 1;
    try (Store store = settings().folder(disk).open()) {
      assertThat(store.freeBytes()).hasValue(SshServer.SMALL_DISK_BYTES);
      assertFails(
          ErrorCode.DestinationFull, () -> store.upload(NAME, UID, Content.of(bytes(tooMuch))));
      assertThat(store.list()).isEmpty();
      assertThat(store.freeBytes()).hasValue(SshServer.SMALL_DISK_BYTES);
      store(store, NAME, bytes(tooMuch / 2));
      store.delete(NAME);
    }
  }

  @Test
  void closingEndsWhatIsUnderWay() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    Store store = open();
    Content growing =
        new Content() {
          @Override
          public InputStream open(long offset) {
            return new InputStream() {
              @Override
              public int read() {
                reading.countDown();
                return 1;
              }

              @Override
              public int read(byte[] bytes, int from, int length) {
                reading.countDown();
                return length;
              }
            };
          }

          @Override
          public long length() throws IOException {
            throw new IOException("never reached");
          }
        };
    assertThatClosingEnds(store, growing, reading);
  }
}
