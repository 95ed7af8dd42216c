package io.proxpanel.backup.agent.destination;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What is uploaded: bytes that can be read more than once, and that may still be growing while they
 * are read. Several stores read the same content at the same time.
 */
public interface Content {

  /**
   * Reads from an offset in bytes to the end. Where the content is still growing, reading waits for
   * what comes next.
   *
   * @throws IOException here or while reading, when there will be no end: nothing of it may be
   *     stored
   */
  InputStream open(long offset) throws IOException;

  /**
   * Length in bytes; waits for the end.
   *
   * @throws IOException when there will be none
   */
  long length() throws IOException;

  /** Content that is there. */
  static Content of(byte[] bytes) {
    return new Content() {
      @Override
      public InputStream open(long offset) {
        int from = Math.toIntExact(offset);
        return new ByteArrayInputStream(bytes, from, bytes.length - from);
      }

      @Override
      public long length() {
        return bytes.length;
      }
    };
  }
}
