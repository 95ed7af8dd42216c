package io.proxpanel.backup.controller.fake;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets some writes through and none after that, as if the process had been killed: what was sent is
 * done, what follows never happens.
 */
public final class CrashingClient implements Interceptor {
  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

  private final CountDownLatch died = new CountDownLatch(1);
  private int left;

  /** The number of writes that get through. */
  public CrashingClient(int writes) {
    this.left = writes;
  }

  @Override
  public synchronized void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (died.getCount() > 0 && WRITES.contains(request.method()) && --left < 0) {
      died.countDown();
    }
    if (died.getCount() == 0) {
      throw new IllegalStateException("The process is dead.");
    }
  }

  /** Waits; whether it died. */
  public boolean awaitDeath(long milliseconds) throws InterruptedException {
    return died.await(milliseconds, TimeUnit.MILLISECONDS);
  }

  /** Whether it died. */
  public boolean isDead() {
    return died.getCount() == 0;
  }
}
