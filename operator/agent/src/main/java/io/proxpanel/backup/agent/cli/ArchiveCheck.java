package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveScanner;
import io.proxpanel.backup.agent.format.PlaintextSink;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.TaskResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Looks at the plaintext: what an archive of pg_dump holds, and whether it is complete. */
final class ArchiveCheck implements PlaintextSink {
  private static final byte[] MAGIC = "PGDMP".getBytes(StandardCharsets.US_ASCII);

  private Plaintext plaintext = new Plaintext();

  @Override
  public OutputStream begin() {
    plaintext = new Plaintext();
    return plaintext;
  }

  /** Whether there is an archive, whole or not; other things can be encrypted too. */
  boolean isArchive() {
    return plaintext.matched == MAGIC.length;
  }

  /**
   * What the archive holds.
   *
   * @throws AgentException when it is damaged or incomplete though the file is authentic: so it was
   *     when it was encrypted
   */
  TaskResult.Archive counts() throws AgentException {
    if (plaintext.failure != null) {
      throw plaintext.failure;
    }
    return plaintext.scanner.summary().counts();
  }

  /** Passes on what starts like an archive, until the scanner has seen enough. */
  private static final class Plaintext extends OutputStream {
    private final ArchiveScanner scanner = new ArchiveScanner();
    private int matched;
    private boolean other;
    private AgentException failure;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      for (int i = 0; i < length && matched < MAGIC.length && !other; i++) {
        other = bytes[offset + i] != MAGIC[matched];
        matched += other ? 0 : 1;
      }
      if (other || failure != null) {
        return;
      }
      try {
        scanner.write(bytes, offset, length);
      } catch (IOException e) {
        failure =
            AgentException.from(e, ErrorCode.NotAnArchive, "The archive inside cannot be read.");
      }
    }
  }
}
