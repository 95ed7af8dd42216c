package io.proxpanel.backup.agent.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GrowingFileTest {
  @TempDir Path folder;
  private Path path;
  private GrowingFile file;

  @BeforeEach
  void create() {
    path = folder.resolve("spool");
    file = new GrowingFile(path, folder.resolve("final"));
  }

  @Test
  void whoeverReadsGetsAllThatIsWrittenMeanwhile() throws Exception {
    byte[] bytes = new byte[1_000_003];
    new Random(20261125).nextBytes(bytes);
    try (OutputStream out = file.through(Files.newOutputStream(path))) {
      out.write(bytes[0]);
      CompletableFuture<byte[]> all = CompletableFuture.supplyAsync(() -> read(0));
      CompletableFuture<byte[]> rest = CompletableFuture.supplyAsync(() -> read(999_999));
      int done = 1;
      while (done < bytes.length) {
        int piece = Math.min(4099, bytes.length - done);
        out.write(bytes, done, piece);
        done += piece;
      }
      assertThat(all).isNotDone();
      file.finish();
      assertThat(all.get(30, TimeUnit.SECONDS)).isEqualTo(bytes);
      assertThat(rest.get(30, TimeUnit.SECONDS))
          .isEqualTo(Arrays.copyOfRange(bytes, 999_999, bytes.length));
      assertThat(file.length()).isEqualTo(bytes.length);
    }
  }

  @Test
  void whoeverReadsFailsWithTheWriter() throws Exception {
    Files.createFile(path);
    CompletableFuture<Long> length = CompletableFuture.supplyAsync(this::length);
    CompletableFuture<byte[]> all = CompletableFuture.supplyAsync(() -> read(0));
    file.fail(new AgentException(ErrorCode.PgDumpFailed, "The dump broke."));
    file.fail(new AgentException(ErrorCode.Interrupted, "Later."));
    for (CompletableFuture<?> each : java.util.List.of(length, all)) {
      assertThatThrownBy(() -> each.get(30, TimeUnit.SECONDS))
          .rootCause()
          .isInstanceOf(AgentException.class)
          .hasMessage("The dump broke.");
    }
  }

  @Test
  void isStillFoundWhenItHasItsName() throws Exception {
    Files.writeString(folder.resolve("final"), "content");
    GrowingFile moved = new GrowingFile(path, folder.resolve("final"));
    moved.through(OutputStream.nullOutputStream()).write(new byte[7]);
    moved.finish();
    try (InputStream in = moved.open(3)) {
      assertThat(in.readAllBytes()).asString().isEqualTo("tent");
    }
  }

  @Test
  void aFileThatBecameShorterHasNoEnd() throws Exception {
    Files.writeString(path, "content");
    GrowingFile whole = GrowingFile.whole(path, 7);
    Files.writeString(path, "cut");
    try (InputStream in = whole.open(0)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessage("The file became shorter while it was read");
    }
  }

  private byte[] read(long offset) {
    try (InputStream in = file.open(offset)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private long length() {
    try {
      return file.length();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
