package io.proxpanel.backup.controller.cluster;

/**
 * A decision was made on an old version of a resource and was not written. The next pass decides
 * again; nobody needs to know.
 */
public final class StaleCacheException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StaleCacheException(Throwable cause) {
    super("The resource has changed since it was read.", cause);
  }
}
