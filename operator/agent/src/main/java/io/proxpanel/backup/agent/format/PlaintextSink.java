package io.proxpanel.backup.agent.format;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Looks at the plaintext while it is being authenticated. What it sees is not to be trusted before
 * {@link BackupFile#authenticate} has returned: bytes under a wrong key are noise.
 */
@FunctionalInterface
public interface PlaintextSink {
  /**
   * A key is tried: what an earlier stream saw is void. The stream is not closed. An exception that
   * it throws ends its view and not the authentication; it is thrown when the file is authentic.
   */
  OutputStream begin() throws IOException;
}
