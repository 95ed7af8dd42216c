package io.proxpanel.backup.agent.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Streams that fail. */
public final class BrokenStreams {
  private BrokenStreams() {}

  /** Fails at the first read. */
  public static InputStream input(String message) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException(message);
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        throw new IOException(message);
      }
    };
  }

  /** Fails at the first byte past the room that it has. */
  public static OutputStream output(int room, String message) {
    return new OutputStream() {
      private int left = room;

      @Override
      public void write(int b) throws IOException {
        if (left-- <= 0) {
          throw new IOException(message);
        }
      }
    };
  }
}
