package io.proxpanel.backup.controller.cluster;

/**
 * What was to be written met something newer and was not written, for instance a decision on an old
 * version of a resource. The next pass decides again; nobody needs to know.
 */
public final class StaleCacheException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What was read is not so any more. */
  public StaleCacheException(Throwable cause) {
    super("The resource has changed since it was read.", cause);
  }
}
