package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.SingleByte;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much of a control connection is listened to: for each answer so many bytes and so long. What
 * reads the answers collects their lines, however many and long they are; and a limit of time for
 * each read alone is none for a server that sends a byte every minute.
 */
final class AnswerLimit {
  private final LongSupplier nanos;
  private long began;
  private long most;
  private long left;
  private Duration longest = Duration.ZERO;
  private String exceeded;

  AnswerLimit() {
    this(System::nanoTime);
  }

  AnswerLimit(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** An answer is waited for from now on. */
  synchronized void begin(long bytes, Duration time) {
    began = nanos.getAsLong();
    most = bytes;
    left = bytes;
    longest = time;
  }

  /** What the server did that was too much, as {@code "sends …"}; null while it has not. */
  synchronized String exceeded() {
    return exceeded;
  }

  private synchronized int allowed(int wanted) throws IOException {
    if (left <= 0) {
      exceeded = "sends an answer of more than " + most + " bytes";
    } else if (nanos.getAsLong() - began > longest.toNanos()) {
      exceeded = "sends an answer that is not at its end after " + longest.toSeconds() + " s";
    }
    if (exceeded != null) {
      throw new IOException(exceeded);
    }
    return (int) Math.min(wanted, left);
  }

  private synchronized void came(int bytes) {
    left -= Math.max(0, bytes);
  }

  /** A socket whose incoming bytes are counted, those of TLS on it too. */
  Socket newSocket() {
    return new Socket() {
      @Override
      public InputStream getInputStream() throws IOException {
        return limited(super.getInputStream());
      }
    };
  }

  InputStream limited(InputStream in) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return SingleByte.of(this);
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
          return 0;
        }
        int n = in.read(bytes, offset, allowed(length));
        came(n);
        return n;
      }

      @Override
      public int available() throws IOException {
        return in.available();
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }
}
