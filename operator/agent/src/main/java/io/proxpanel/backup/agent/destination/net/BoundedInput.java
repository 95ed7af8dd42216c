package io.proxpanel.backup.agent.destination.net;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.SingleByte;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * An answer that is read as far as is agreed: so many bytes, for so long, and, where it is made
 * into objects that take more memory than the bytes that name them, so many of certain characters.
 */
public final class BoundedInput extends InputStream {
  private static final int ASCII = 128;

  private final InputStream in;
  private final long mostBytes;
  private final Duration longest;
  private final Function<String, AgentException> refusal;
  private final LongSupplier nanos;
  private final long began;
  private final int[] left = new int[ASCII];
  private boolean counts;
  private long bytes;

  /**
   * Reads from a partner.
   *
   * @param longest time from now on until its last byte
   * @param refusal makes the failure out of what the partner does, as {@code "sends more than 10
   *     bytes"}
   */
  public BoundedInput(
      InputStream in, long mostBytes, Duration longest, Function<String, AgentException> refusal) {
    this(in, mostBytes, longest, refusal, System::nanoTime);
  }

  BoundedInput(
      InputStream in,
      long mostBytes,
      Duration longest,
      Function<String, AgentException> refusal,
      LongSupplier nanos) {
    this.in = in;
    this.mostBytes = mostBytes;
    this.longest = longest;
    this.refusal = refusal;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
    Arrays.fill(left, Integer.MAX_VALUE);
  }

  /** Takes no more than so many of a character of ASCII. */
  public BoundedInput atMost(int number, char character) {
    left[character] = number;
    counts = true;
    return this;
  }

  @Override
  public int read() throws IOException {
    return SingleByte.of(this);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int n = in.read(buffer, offset, length);
    if (n <= 0) {
      return n;
    }
    bytes += n;
    if (bytes > mostBytes) {
      throw refusal.apply("sends more than " + mostBytes + " bytes").asIOException();
    }
    if (nanos.getAsLong() - began > longest.toNanos()) {
      throw refusal
          .apply("is not at its end after " + longest.toSeconds() + " s and " + bytes + " bytes")
          .asIOException();
    }
    if (counts) {
      count(buffer, offset, n);
    }
    return n;
  }

  private void count(byte[] buffer, int offset, int n) throws IOException {
    for (int i = offset; i < offset + n; i++) {
      if (buffer[i] >= 0 && left[buffer[i]]-- == 0) {
        throw refusal
            .apply("sends more elements in " + bytes + " bytes than such an answer has")
            .asIOException();
      }
    }
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
