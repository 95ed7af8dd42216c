package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.destination.Content;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/** Content that is read no faster than told. */
final class PacedContent implements Content {
  private final Content content;
  private final long bytesPerSecond;

  /**
   * The content as fast as told.
   *
   * @param bytesPerSecond at most, or null for no limit
   */
  static Content of(Content content, Long bytesPerSecond) {
    return bytesPerSecond == null ? content : new PacedContent(content, bytesPerSecond);
  }

  PacedContent(Content content, long bytesPerSecond) {
    this.content = content;
    this.bytesPerSecond = bytesPerSecond;
  }

  @Override
  public InputStream open(long offset) throws IOException {
    return new Paced(content.open(offset));
  }

  @Override
  public long length() throws IOException {
    return content.length();
  }

  private final class Paced extends FilterInputStream {
    private final long start = System.nanoTime();
    private long bytes;

    Paced(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      if (b >= 0) {
        pace(1);
      }
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      // A tenth of a second at most in one piece, so that it flows.
      int piece = (int) Math.max(1, Math.min(length, bytesPerSecond / 10));
      int n = super.read(buffer, offset, piece);
      if (n > 0) {
        pace(n);
      }
      return n;
    }

    private void pace(int n) throws IOException {
      bytes += n;
      long due = start + (long) (bytes * 1e9 / bytesPerSecond);
      long ahead = due - System.nanoTime();
      if (ahead > 0) {
        try {
          TimeUnit.NANOSECONDS.sleep(ahead);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
      }
    }
  }
}
