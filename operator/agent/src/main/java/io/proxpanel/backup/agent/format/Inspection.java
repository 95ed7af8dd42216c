package io.proxpanel.backup.agent.format;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What can be said of a backup file without a key.
 *
 * @param header what stands in clear, or null when it cannot be read
 * @param sizeBytes length of the file
 * @param problem what is wrong with the file, or null when nothing is seen
 */
public record Inspection(FileHeader header, long sizeBytes, AgentException problem) {

  /**
   * Looks at a file.
   *
   * @param in the file from its first byte
   * @param name what messages call it
   * @param size length of the file, or -1 to count the bytes to the end of the stream
   * @throws AgentException {@code InputOutput} when it cannot be read
   */
  public static Inspection of(InputStream in, String name, long size) throws AgentException {
    try {
      FileHeader header = null;
      AgentException problem = null;
      RecordingInputStream head = new RecordingInputStream(in);
      try {
        header = FileHeader.read(head, name);
      } catch (AgentException e) {
        problem = e;
      }
      long length = size;
      if (size < 0) {
        length = head.recorded().length + in.transferTo(OutputStream.nullOutputStream());
      }
      if (header != null) {
        problem = lengthProblem(header, length, name);
      }
      return new Inspection(header, length, problem);
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.InputOutput,
          name + " cannot be read to its end: check its permissions and the disk it is on.",
          e);
    }
  }

  private static AgentException lengthProblem(FileHeader header, long size, String name) {
    try {
      EncryptedBody.requireWhole(header, size, name);
      return null;
    } catch (AgentException e) {
      return e;
    }
  }

  /** Length of the ciphertext, which is that of the plaintext; null when there is no whole file. */
  public Long encryptedBytes() {
    return problem == null
        ? sizeBytes - header.length() - GcmCipher.NONCE_BYTES - GcmCipher.TAG_BYTES
        : null;
  }
}
