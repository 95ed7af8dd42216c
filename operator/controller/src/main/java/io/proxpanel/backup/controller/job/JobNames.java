package io.proxpanel.backup.controller.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of Jobs. They follow from resource, verb and attempt: creating twice is impossible. */
public final class JobNames {
  /** The Job's name becomes a label of its pods, and a label has no more. */
  private static final int LONGEST = 63;

  private static final int HASH_LENGTH = 8;

  private JobNames() {}

  /** {@code <resource>-<verb>-<attempt>}; a long or dotted resource name is cut and marked. */
  public static String of(String resource, Verb verb, int attempt) {
    String ending = "-" + verb.word() + "-" + attempt;
    String plain = resource.replace('.', '-');
    if (plain.equals(resource) && resource.length() + ending.length() <= LONGEST) {
      return resource + ending;
    }
    int room = LONGEST - ending.length() - HASH_LENGTH - 1;
    String start = plain.length() > room ? plain.substring(0, room) : plain;
    return start + "-" + mark(resource) + ending;
  }

  /** Eight characters that tell the text from others which are alike. */
  public static String mark(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256.", e);
    }
  }
}
