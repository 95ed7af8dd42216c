package io.proxpanel.backup.agent.router.api;

import io.proxpanel.backup.agent.SingleByte;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * What a router sends until a deadline. Java's own limit is for one read: a router that sends a
 * byte now and then would never come to it.
 */
final class TimedInput extends InputStream {
  private final Socket socket;
  private final InputStream in;
  private long deadline;
  private boolean came;

  TimedInput(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.deadline = System.nanoTime();
  }

  /** All that is read from now on has to come within that time. */
  void within(Duration patience) {
    deadline = System.nanoTime() + patience.toNanos();
    came = false;
  }

  /** Whether anything has come since then. */
  boolean hasCome() {
    return came;
  }

  @Override
  public int read() throws IOException {
    return SingleByte.of(this);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("the time is up");
    }
    socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, millis));
    int n = in.read(buffer, offset, length);
    came = came || n > 0;
    return n;
  }
}
