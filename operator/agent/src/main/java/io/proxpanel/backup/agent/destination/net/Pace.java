package io.proxpanel.backup.agent.destination.net;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The least speed at which a file has to come. A limit of time for each read alone would let a
 * partner take days with a byte a minute. What counts is the time that is spent waiting for it.
 */
public final class Pace {
  /** Fewer bytes than these in the time are as good as none. */
  static final int LEAST_BYTES = 4096;

  private final Duration time;
  private final LongSupplier nanos;
  private long waited;
  private long began;
  private long bytes;

  /**
   * Of a file.
   *
   * @param time in which {@value #LEAST_BYTES} bytes have to come
   */
  public Pace(Duration time) {
    this(time, System::nanoTime);
  }

  Pace(Duration time, LongSupplier nanos) {
    this.time = time;
    this.nanos = nanos;
  }

  /** The partner is waited for from now on. */
  public void begin() {
    began = nanos.getAsLong();
  }

  /**
   * So many bytes came.
   *
   * @throws SocketTimeoutException when it is too slow
   */
  public void came(int number) throws SocketTimeoutException {
    waited += nanos.getAsLong() - began;
    bytes += Math.max(0, number);
    if (waited < time.toNanos()) {
      return;
    }
    if (bytes < LEAST_BYTES) {
      throw new SocketTimeoutException(
          "only " + bytes + " bytes came in " + Duration.ofNanos(waited).toSeconds() + " s");
    }
    waited = 0;
    bytes = 0;
  }
}
