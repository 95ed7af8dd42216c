package io.proxpanel.backup.e2e.destination;

import static io.proxpanel.backup.e2e.destination.StoreContract.UID;
import static io.proxpanel.backup.e2e.destination.StoreContract.assertFails;
import static io.proxpanel.backup.e2e.destination.StoreContract.bytes;
import static io.proxpanel.backup.e2e.destination.StoreContract.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.e2e.ftp.FtpServer;
import io.proxpanel.backup.e2e.ftp.FtpServer.Options;
import io.proxpanel.backup.e2e.ftp.FtpServerKind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that are cut, and servers that die: nothing is half there, and it goes on. */
class FtpCutsIT {
  private static final String FILE = "proisp_full_20261125_020000.proisp.bak";
  private static final int SIZE = 2 * 1024 * 1024 + 3;
  private static final byte[] BYTES = bytes(SIZE);

  @TempDir Path folder;
  @TempDir Path secrets;

  @ParameterizedTest
  @EnumSource
  void anUploadGoesOnWhereverItIsCut(FtpServerKind kind) throws Exception {
    try (FtpServer server = FtpServer.start(kind, folder, Options.plain());
        FtpProxy proxy = new FtpProxy(server.port());
        Store store = through(proxy, server).open()) {
      for (int tenth = 0; tenth < 10; tenth++) {
        long at = 1 + (long) SIZE * tenth / 10;
        proxy.cutData(at);
        storeAndCompare(store, server);
        proxy.cutBoth(at);
        storeAndCompare(store, server);
        assertThat(proxy.cuts()).isEqualTo(2 * tenth + 2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndThatComesTooEarlyIsNotTheEnd(FtpServerKind kind) throws Exception {
    try (FtpServer server = FtpServer.start(kind, folder, Options.plain());
        FtpProxy proxy = new FtpProxy(server.port());
        Store store = through(proxy, server).open()) {
      proxy.endDataEarly(SIZE / 2);
      storeAndCompare(store, server);
      assertThat(proxy.cuts()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void readingNeverEndsEarly(FtpServerKind kind) throws Exception {
    try (FtpServer server = FtpServer.start(kind, folder, Options.plain());
        FtpProxy proxy = new FtpProxy(server.port());
        Store store = through(proxy, server).open()) {
      StoreContract.store(store, FILE, BYTES);
      for (int tenth = 0; tenth < 10; tenth++) {
        proxy.cutData(1 + (long) SIZE * tenth / 10);
        assertFails(ErrorCode.DestinationUnreachable, () -> read(store, FILE, 0));
        assertThat(proxy.cuts()).isEqualTo(tenth + 1);
      }
      proxy.endDataEarly(SIZE / 2);
      assertFails(ErrorCode.DestinationUnreachable, () -> read(store, FILE, 0));
      assertThat(read(store, FILE, 0)).isEqualTo(BYTES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatIsKilledAndComesBackGetsTheRest(FtpServerKind kind) throws Exception {
    try (FtpServer server = FtpServer.start(kind, folder, Options.plain());
        Store store = FtpSetup.of(server, Options.plain(), secrets).open()) {
      AtomicBoolean killed = new AtomicBoolean();
      Content content =
          watched(
              SIZE / 2,
              () -> {
                if (killed.compareAndSet(false, true)) {
                  server.kill();
                  server.startAgain();
                }
              });
      try (Store.Upload upload = store.upload(FILE, UID, content)) {
        upload.commit();
      }
      assertThat(killed).isTrue();
      assertThat(store.list()).containsExactly(FileEntry.file(FILE, SIZE));
      assertThat(read(store, FILE, 0)).isEqualTo(BYTES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatStaysAwayIsUnreachable(FtpServerKind kind) throws Exception {
    try (FtpServer server = FtpServer.start(kind, folder, Options.plain());
        Store store = FtpSetup.of(server, Options.plain(), secrets).open()) {
      assertFails(
          ErrorCode.DestinationUnreachable,
          () -> store.upload(FILE, UID, watched(SIZE / 2, server::kill)));
      server.startAgain();
      assertThat(store.stat(FILE)).isEmpty();
      store.removeUnfinished(FILE, UID);
      assertThat(store.list()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNameThatWasGivenThoughTheAnswerWasLostIsGiven(FtpServerKind kind) throws Exception {
    try (FtpServer server = FtpServer.start(kind, folder, Options.plain());
        FtpProxy proxy = new FtpProxy(server.port());
        Store store = through(proxy, server).open()) {
      for (String command : new String[] {"RNTO", "RNFR"}) {
        proxy.loseAnswerOf(command);
        storeAndCompare(store, server);
      }
      assertThat(proxy.cuts()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingFromElsewhereEndsAnUpload(FtpServerKind kind) throws Exception {
    try (FtpServer server = FtpServer.start(kind, folder, Options.plain());
        Store store = FtpSetup.of(server, Options.plain(), secrets).open();
        Store later = FtpSetup.of(server, Options.plain(), secrets).open()) {
      CountDownLatch underWay = new CountDownLatch(1);
      Content endless =
          new Content() {
            @Override
            public InputStream open(long offset) {
              return new InputStream() {
                @Override
                public int read() {
                  return 0;
                }

                @Override
                public int read(byte[] buffer, int from, int length) {
                  underWay.countDown();
                  return length;
                }
              };
            }

            @Override
            public long length() {
              throw new IllegalStateException("it has no end");
            }
          };
      CompletableFuture<Store.Upload> upload =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return store.upload(FILE, UID, endless);
                } catch (AgentException e) {
                  throw new CompletionException(e);
                }
              });
      underWay.await();
      Runnable close = store::close;
      close.run();
      assertThatThrownBy(() -> upload.get(1, TimeUnit.MINUTES))
          .cause()
          .isInstanceOf(AgentException.class);
      later.removeUnfinished(FILE, UID);
      assertThat(later.list()).isEmpty();
    }
  }

  private FtpSetup through(FtpProxy proxy, FtpServer server) throws IOException {
    return FtpSetup.of(server, Options.plain(), secrets).withPort(proxy.port());
  }

  private static void storeAndCompare(Store store, FtpServer server) throws Exception {
    try (Store.Upload upload = store.upload(FILE, UID, Content.of(BYTES))) {
      assertThat(store.stat(FILE)).isEmpty();
      upload.commit();
    }
    assertThat(store.list()).containsExactly(FileEntry.file(FILE, SIZE));
    assertThat(Files.readAllBytes(server.home().resolve("backups/Zürich 1").resolve(FILE)))
        .isEqualTo(BYTES);
    store.delete(FILE);
  }

  /** Content that does something when it has been read so far. */
  private static Content watched(int position, Runnable action) {
    return new Content() {
      @Override
      public InputStream open(long offset) throws IOException {
        return new FilterInputStream(Content.of(BYTES).open(offset)) {
          private long at = offset;

          @Override
          public int read(byte[] buffer, int from, int length) throws IOException {
            int n = super.read(buffer, from, Math.min(length, 16 * 1024));
            if (at < position && at + n >= position) {
              action.run();
            }
            at += n;
            return n;
          }
        };
      }

      @Override
      public long length() {
        return SIZE;
      }
    };
  }
}
