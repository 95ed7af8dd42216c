package io.proxpanel.backup.e2e.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.SingleByte;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.cloud.CloudLimits;
import io.proxpanel.backup.agent.destination.cloud.CloudStore;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.e2e.cloud.CloudEmulator;
import io.proxpanel.backup.e2e.ftp.FtpServer;
import io.proxpanel.backup.e2e.ftp.FtpServerKind;
import io.proxpanel.backup.e2e.s3.S3Server;
import io.proxpanel.backup.e2e.ssh.SshServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A file of 3 GiB, whose length no int of Java can hold, at each kind of server. */
@Tag("large")
@Execution(ExecutionMode.CONCURRENT)
class LargeFileIT {
  private static final long SIZE = 3L << 30;
  private static final String NAME = "proisp_full_20261125_020000.proisp.bak";
  private static final String UID = "6f0d2c1e-0001-4000-8000-00000000aaaa";

  @TempDir Path folder;

  @Test
  void byFtp() throws Exception {
    FtpServer.Options options = FtpServer.Options.plain();
    try (FtpServer server = FtpServer.start(FtpServerKind.PROFTPD, folder, options);
        Store store = FtpSetup.of(server, options, folder).open()) {
      comesAndGoes(store);
    }
  }

  @Test
  void bySftp() throws Exception {
    try (SshServer server = SshServer.start(folder);
        Store store = new SftpSettings(server, folder).folder("large").open()) {
      comesAndGoes(store);
    }
  }

  @Test
  void byS3() throws Exception {
    try (S3Server server = S3Server.start(folder)) {
      Files.createDirectory(server.buckets().resolve("large"));
      try (Store store = new S3Settings(server, "large", folder).open()) {
        comesAndGoes(store);
      }
    }
  }

  @Test
  void byTheCloudService() throws Exception {
    try (CloudEmulator service = CloudEmulator.start(folder)) {
      service.account("KEY", 2 * SIZE);
      Path key = Files.writeString(folder.resolve("key"), "KEY");
      CloudLimits limits =
          new CloudLimits(Duration.ofSeconds(20), Duration.ofSeconds(60), 4, Duration.ofMillis(50));
      try (Store store =
          new CloudStore(
              new Destination.Cloud(service.url(), key.toString(), null, null), limits)) {
        comesAndGoes(store);
      }
    }
  }

  private static void comesAndGoes(Store store) throws Exception {
    try (Store.Upload upload = store.upload(NAME, UID, new Counted(SIZE))) {
      upload.commit();
    }
    assertThat(store.stat(NAME)).contains(FileEntry.file(NAME, SIZE));
    // The eight bytes on both sides of the limit, and the last ones.
    for (long from : new long[] {(1L << 31) - 8, 1L << 31, SIZE - 8}) {
      try (InputStream in = store.read(NAME, from)) {
        ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(8));
        assertThat(bytes.getLong()).isEqualTo(from);
      }
    }
    store.delete(NAME);
    assertThat(store.stat(NAME)).isEmpty();
  }

  /** Every eight bytes say where they are. */
  private record Counted(long length) implements Content {
    @Override
    public InputStream open(long offset) {
      return new InputStream() {
        private long at = offset;

        @Override
        public int read() throws IOException {
          return SingleByte.of(this);
        }

        @Override
        public int read(byte[] into, int start, int count) {
          if (count == 0 || at >= length) {
            return count == 0 ? 0 : -1;
          }
          if (at % Long.BYTES != 0 || count < Long.BYTES) {
            long within = at % Long.BYTES;
            into[start] = (byte) ((at - within) >>> ((Long.BYTES - 1 - within) * Byte.SIZE));
            at++;
            return 1;
          }
          int n = (int) Math.min(count, length - at) / Long.BYTES * Long.BYTES;
          ByteBuffer buffer = ByteBuffer.wrap(into, start, n);
          while (buffer.hasRemaining()) {
            buffer.putLong(at);
            at += Long.BYTES;
          }
          return n;
        }
      };
    }
  }
}
