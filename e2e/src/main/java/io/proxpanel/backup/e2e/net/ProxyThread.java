package io.proxpanel.backup.e2e.net;

import java.io.IOException;

/** What a proxy does beside the test. */
public final class ProxyThread {
  private ProxyThread() {}

  /** Something that a connection which breaks ends. */
  public interface Work {
    /** Does it until one end has gone away. */
    void run() throws IOException;
  }

  /** Starts it in a thread that ends with the tests. */
  public static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One end has gone away, which is all that proxies are about.
              }
            },
            "proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
