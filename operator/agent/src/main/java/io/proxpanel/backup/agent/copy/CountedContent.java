package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.destination.Content;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Content that knows how far it was read, by whichever of its streams. */
final class CountedContent implements Content {
  private final Content content;
  private final AtomicLong furthest = new AtomicLong();

  CountedContent(Content content) {
    this.content = content;
  }

  /** The end of what was read, in bytes from the start. */
  long furthest() {
    return furthest.get();
  }

  @Override
  public InputStream open(long offset) throws IOException {
    return new Counted(content.open(offset), offset);
  }

  @Override
  public long length() throws IOException {
    return content.length();
  }

  private final class Counted extends FilterInputStream {
    private long position;

    Counted(InputStream in, long position) {
      super(in);
      this.position = position;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      if (b >= 0) {
        counted(1);
      }
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      if (n > 0) {
        counted(n);
      }
      return n;
    }

    private void counted(int n) {
      position += n;
      furthest.accumulateAndGet(position, Math::max);
    }
  }
}
