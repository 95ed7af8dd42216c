package io.proxpanel.backup.contract;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A document that is too long for a termination message: the agent prints it into its log, in
 * pieces, one a line, and the termination message says which it is. Whatever else the log holds,
 * nothing but that document is ever taken for it.
 *
 * @param sizeBytes length of the document in UTF-8
 * @param sha256 of the document in UTF-8, hexadecimal
 */
public record LoggedDocument(long sizeBytes, String sha256) {
  private static final String MARK = "#document ";

  /** A container runtime cuts lines that are longer than 16 KiB. */
  private static final int PIECE_CHARS = 4000;

  /** What the termination message says of a document. */
  public static LoggedDocument of(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    return new LoggedDocument(bytes.length, sha256(bytes));
  }

  /** The document as lines of a log. It must not have line breaks itself. */
  public static List<String> lines(String document) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < document.length()) {
      int end = Math.min(document.length(), start + PIECE_CHARS);
      if (end < document.length() && Character.isHighSurrogate(document.charAt(end - 1))) {
        end--;
      }
      lines.add(MARK + document.substring(start, end));
      start = end;
    }
    return lines;
  }

  /** The document out of a log; empty when it is not there whole. */
  public Optional<String> find(String log) {
    StringBuilder document = new StringBuilder();
    log.lines()
        .filter(line -> line.startsWith(MARK))
        .forEach(line -> document.append(line, MARK.length(), line.length()));
    return Optional.of(document.toString()).filter(found -> of(found).equals(this));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256.", e);
    }
  }
}
