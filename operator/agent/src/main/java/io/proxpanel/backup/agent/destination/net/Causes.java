package io.proxpanel.backup.agent.destination.net;

/** Finds what is behind an exception. */
public final class Causes {
  private Causes() {}

  /** The first of a kind among an exception and its causes, or null. */
  public static <T extends Throwable> T of(Throwable e, Class<T> type) {
    Throwable at = e;
    // Causes can go round in circles; no chain is this long.
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }
}
