package io.proxpanel.backup.agent.router.export;

/** A number of bytes in a sentence. */
final class Bytes {
  private Bytes() {}

  static String of(long count) {
    return count == 1 ? "1 byte" : count + " bytes";
  }
}
