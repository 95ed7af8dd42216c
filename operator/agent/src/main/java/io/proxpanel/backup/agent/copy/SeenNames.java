package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.RouterFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Which names of files of routers were seen in a folder. A thousand routers leave hundreds of
 * thousands in a year, and nobody knows yet which of them will be asked for: so of each is kept the
 * beginning of its SHA-256, which no two of them have in common but by a chance that nobody sees.
 */
final class SeenNames implements Consumer<String> {
  /** As many take four MiB. */
  static final int MOST = 500_000;

  private static final int FIRST = 1024;

  private final MessageDigest sha256 = sha256();
  private long[] hashes = new long[FIRST];
  private int count;
  private boolean sorted = true;
  private boolean tooMany;

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Another name was seen, whichever. */
  @Override
  public synchronized void accept(String name) {
    if (!isOfRouters(name)) {
      return;
    }
    if (count == MOST) {
      sort();
      tooMany = count == MOST;
    }
    if (tooMany) {
      return;
    }
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.min(MOST, 2 * count));
    }
    hashes[count++] = hash(name);
    sorted = false;
  }

  private static boolean isOfRouters(String name) {
    String file =
        name.endsWith(Manifest.SUFFIX)
            ? name.substring(0, name.length() - Manifest.SUFFIX.length())
            : name;
    return file.startsWith(RouterFiles.PREFIX)
        && (file.endsWith(RouterFiles.ARCHIVE)
            || file.endsWith(RouterFiles.ARCHIVE + RouterFiles.ENCRYPTED)
            || RouterFiles.isList(file));
  }

  private long hash(String name) {
    return ByteBuffer.wrap(sha256.digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
  }

  /** In their order, each once: a listing that broke was told from its beginning again. */
  private void sort() {
    Arrays.sort(hashes, 0, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (kept == 0 || hashes[i] != hashes[kept - 1]) {
        hashes[kept++] = hashes[i];
      }
    }
    count = kept;
    sorted = true;
  }

  /** Whether a name was seen. */
  synchronized boolean contains(String name) {
    if (!sorted) {
      sort();
    }
    return Arrays.binarySearch(hashes, 0, count, hash(name)) >= 0;
  }

  /**
   * Refuses a folder of which not all names could be kept.
   *
   * @param place for people
   * @throws AgentException {@code DestinationProtocolError}
   */
  synchronized void requireAll(String place) throws AgentException {
    if (tooMany) {
      throw new AgentException(
          ErrorCode.DestinationProtocolError,
          "There are more than "
              + MOST
              + " files of routers in "
              + place
              + ", and no more can be looked through: shorten the retention, or give these backups a"
              + " folder of their own.");
    }
  }
}
