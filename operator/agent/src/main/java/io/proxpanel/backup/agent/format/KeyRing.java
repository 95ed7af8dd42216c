package io.proxpanel.backup.agent.format;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys to try on one file, in a good order.
 *
 * @param inOrder all of them, the likely one first
 * @param likely the one under which the file starts like an archive, or null. That it is the right
 *     key is as good as sure (one in 2^40 by chance); that the file is whole only its tag can say
 */
record KeyRing(List<KeyCandidate> inOrder, KeyCandidate likely) {
  /** How many bytes of ciphertext it takes to look at the start. */
  static final int SAMPLE = 64;

  private static final byte[] ARCHIVE = "PGDMP".getBytes(StandardCharsets.US_ASCII);

  /**
   * Looks at the start of a file under every key.
   *
   * @param start of ciphertext and tag, at most {@link #SAMPLE} bytes
   */
  static KeyRing of(List<KeyCandidate> keys, byte[] nonce, byte[] start, int length) {
    List<KeyCandidate> inOrder = new ArrayList<>(keys);
    for (KeyCandidate key : keys) {
      if (startsLikeAnArchive(key, nonce, start, length)) {
        inOrder.remove(key);
        inOrder.add(0, key);
        return new KeyRing(List.copyOf(inOrder), key);
      }
    }
    return new KeyRing(List.copyOf(inOrder), null);
  }

  private static boolean startsLikeAnArchive(
      KeyCandidate key, byte[] nonce, byte[] start, int length) {
    byte[] plain = GcmCipher.peek(key.key(), nonce, start, length);
    return length >= ARCHIVE.length
        && Arrays.equals(plain, 0, ARCHIVE.length, ARCHIVE, 0, ARCHIVE.length);
  }

  /** What to say when no tag fits. */
  AgentException refusal(String name) {
    if (likely != null) {
      return new AgentException(
          ErrorCode.WrongKeyOrDamaged,
          name
              + " is damaged: the password from "
              + likely.origin()
              + " opens its beginning, but its end does not match its content; take another copy.");
    }
    List<String> origins = inOrder.stream().map(KeyCandidate::origin).distinct().toList();
    return new AgentException(
        ErrorCode.WrongKeyOrDamaged,
        Failure.NO_KEY_OPENS
            + name
            + ", or it is damaged: tried the "
            + (origins.size() == 1 ? "password" : origins.size() + " passwords")
            + " from "
            + String.join(", ", origins)
            + ", in both key orders; if the database password has changed since, give the old one too, and if the file"
            + " comes from another panel, that panel's.");
  }
}
