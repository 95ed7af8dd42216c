package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.SingleByte;
import io.proxpanel.backup.agent.destination.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that one writes and that many read meanwhile: they wait at its end for what comes next.
 * However slow a reader is, it never holds up the writer.
 */
public final class GrowingFile implements Content {
  private final Path path;
  private final Path later;
  private final Object lock = new Object();
  private long written;
  private boolean whole;
  private AgentException failure;

  /**
   * A file to which nothing was written yet.
   *
   * @param later where it is to be found once it is not there any more
   */
  GrowingFile(Path path, Path later) {
    this(path, later, 0, false);
  }

  private GrowingFile(Path path, Path later, long written, boolean whole) {
    this.path = path;
    this.later = later;
    this.written = written;
    this.whole = whole;
  }

  /** A file that is whole. */
  public static GrowingFile whole(Path path, long length) {
    return new GrowingFile(path, path, length, true);
  }

  /**
   * Writes through to the file and tells the readers.
   *
   * @param out of the file, without a buffer of its own
   */
  public OutputStream through(OutputStream out) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        out.write(b);
        grew(1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        grew(length);
      }

      @Override
      public void flush() throws IOException {
        out.flush();
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }

  private void grew(int bytes) {
    synchronized (lock) {
      written += bytes;
      lock.notifyAll();
    }
  }

  /** How many bytes there are by now. */
  long written() {
    synchronized (lock) {
      return written;
    }
  }

  /** Nothing more comes. */
  public void finish() {
    synchronized (lock) {
      whole = true;
      lock.notifyAll();
    }
  }

  /** Whoever reads it from now on fails with this; the first one counts. */
  public void fail(AgentException why) {
    synchronized (lock) {
      if (failure == null) {
        failure = why;
        lock.notifyAll();
      }
    }
  }

  @Override
  public InputStream open(long offset) throws IOException {
    return new Following(channel(), offset);
  }

  private FileChannel channel() throws IOException {
    try {
      return FileChannel.open(path, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      return FileChannel.open(later, StandardOpenOption.READ);
    }
  }

  @Override
  public long length() throws IOException {
    synchronized (lock) {
      // Nothing is ever there: it waits for the end.
      from(Long.MAX_VALUE);
      return written;
    }
  }

  /** How many bytes there are from a position on; waits for at least one; 0 is the end. */
  private long from(long position) throws IOException {
    synchronized (lock) {
      requireNoFailure();
      while (position >= written && !whole) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
        requireNoFailure();
      }
      return Math.max(0, written - position);
    }
  }

  private void requireNoFailure() throws IOException {
    synchronized (lock) {
      if (failure != null) {
        throw failure.asIOException();
      }
    }
  }

  private final class Following extends InputStream {
    private final FileChannel channel;
    private long position;

    Following(FileChannel channel, long position) {
      this.channel = channel;
      this.position = position;
    }

    @Override
    public int read() throws IOException {
      return SingleByte.of(this);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      long there = from(position);
      if (there == 0) {
        return -1;
      }
      int n = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(there, length)), position);
      if (n < 0) {
        // What was written is not there any more: it must not look like the end.
        throw new IOException("The file became shorter while it was read");
      }
      position += n;
      return n;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
