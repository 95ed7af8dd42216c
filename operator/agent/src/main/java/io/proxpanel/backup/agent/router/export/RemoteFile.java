package io.proxpanel.backup.agent.router.export;

/**
 * A file of a router.
 *
 * @param id by which RouterOS finds it
 * @param name with its folders, as {@code flash/x.rsc}
 * @param sizeBytes so far
 */
record RemoteFile(String id, String name, long sizeBytes) {

  /** Whether it has that name, in whatever folder: some boards put files below {@code flash}. */
  boolean isNamed(String base) {
    return base().equals(base);
  }

  String base() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The folder that it is in, empty for the outermost one. */
  String folder() {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }
}
