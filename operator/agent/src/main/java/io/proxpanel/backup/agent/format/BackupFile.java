package io.proxpanel.backup.agent.format;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a backup file: first the whole of it for authentication, then its plaintext. */
public final class BackupFile {
  private static final byte[] ARCHIVE_START = "PGDMP".getBytes(StandardCharsets.US_ASCII);
  private static final int PIECE = 64 * 1024;

  private BackupFile() {}

  /**
   * A file that was authentic when it was read.
   *
   * @param header what stands in clear
   * @param key that opens it
   * @param sizeBytes length of the file
   * @param sha256 of the file, hexadecimal
   * @param plaintextBytes length of the plaintext
   * @param plaintextSha256 of the plaintext, hexadecimal
   */
  public record Opened(
      FileHeader header,
      KeyCandidate key,
      long sizeBytes,
      String sha256,
      long plaintextBytes,
      String plaintextSha256) {}

  /**
   * Reads the header alone.
   *
   * @throws AgentException as {@link FileHeader#read}, {@code FileMissing}, {@code InputOutput} or
   *     {@code FileTruncated}
   */
  public static FileHeader header(Path file) throws AgentException {
    try (EncryptedBody body = EncryptedBody.open(file)) {
      return body.header();
    } catch (IOException e) {
      throw EncryptedBody.unreadable(file, e);
    }
  }

  /**
   * Reads the whole file in constant memory and finds the key whose tag fits.
   *
   * @param file the file
   * @param keys to try; the one under which the plaintext starts like an archive goes first, and
   *     only the tag decides
   * @param sink sees the plaintext in passing, or null
   * @throws AgentException {@code WrongKeyOrDamaged}, what {@link #header} says, or what the sink
   *     threw about an authentic file
   */
  public static Opened authenticate(Path file, List<KeyCandidate> keys, PlaintextSink sink)
      throws AgentException {
    KeyCandidate likely = null;
    List<KeyCandidate> order = new ArrayList<>();
    for (KeyCandidate key : keys) {
      if (likely == null && startsLikeAnArchive(file, key)) {
        likely = key;
        order.add(0, key);
      } else {
        order.add(key);
      }
    }
    AgentException refusal = refusal(file, keys, likely);
    for (KeyCandidate key : order) {
      try {
        return attempt(file, key, sink);
      } catch (GcmCipher.TagMismatchException e) {
        refusal.addSuppressed(e);
      } catch (IOException e) {
        throw EncryptedBody.unreadable(file, e);
      }
    }
    throw refusal;
  }

  /**
   * Writes the plaintext of a file that was authenticated. The last 64 KiB and more are held back
   * until the tag was verified again.
   *
   * @param out gets the plaintext; flushed and not closed. After an exception it has an incomplete
   *     plaintext, which whoever reads it must not be allowed to take for the whole
   * @throws AgentException {@code WrongKeyOrDamaged} when the file is another one than it was
   */
  public static void decrypt(Path file, Opened opened, OutputStream out) throws AgentException {
    try (InputStream in = openPlaintext(file, opened)) {
      in.transferTo(out);
      out.flush();
    } catch (IOException e) {
      throw AgentException.from(
          e, ErrorCode.InputOutput, "The plaintext of " + file + " cannot be written.");
    }
  }

  /**
   * The same for readers that pull. A tag that no longer fits is an IOException whose cause is the
   * AgentException, before the last 64 KiB were handed out.
   */
  public static InputStream openPlaintext(Path file, Opened opened) throws AgentException {
    EncryptedBody body = EncryptedBody.open(file);
    return new PlaintextInputStream(file.toString(), body, opened);
  }

  private static boolean startsLikeAnArchive(Path file, KeyCandidate key) throws AgentException {
    try (EncryptedBody body = EncryptedBody.open(file)) {
      byte[] start = new byte[64];
      int length = body.read(start);
      byte[] plain = new byte[GcmCipher.outputRoom(64)];
      GcmCipher.decrypting(key.key(), body.nonce()).update(start, 0, length, plain);
      return java.util.Arrays.equals(
          plain, 0, ARCHIVE_START.length, ARCHIVE_START, 0, ARCHIVE_START.length);
    } catch (IOException e) {
      throw EncryptedBody.unreadable(file, e);
    }
  }

  private static Opened attempt(Path file, KeyCandidate key, PlaintextSink sink)
      throws AgentException, IOException, GcmCipher.TagMismatchException {
    try (EncryptedBody body = EncryptedBody.open(file)) {
      Sha256 cipherHash = new Sha256();
      Sha256 plainHash = new Sha256();
      cipherHash.update(body.prefix(), 0, body.prefix().length);
      GcmCipher cipher = GcmCipher.decrypting(key.key(), body.nonce());
      Watched watched = new Watched(sink);
      byte[] in = new byte[PIECE];
      byte[] out = new byte[GcmCipher.outputRoom(PIECE)];
      while (body.remaining() > 0) {
        int n = body.read(in);
        cipherHash.update(in, 0, n);
        int m = cipher.update(in, 0, n, out);
        plainHash.update(out, 0, m);
        watched.write(out, m);
      }
      int m = cipher.finish(out);
      plainHash.update(out, 0, m);
      watched.write(out, m);
      watched.end();
      return new Opened(
          body.header(), key, body.size(), cipherHash.hex(), plainHash.bytes(), plainHash.hex());
    }
  }

  private static AgentException refusal(Path file, List<KeyCandidate> keys, KeyCandidate likely) {
    if (likely != null) {
      return new AgentException(
          ErrorCode.WrongKeyOrDamaged,
          file
              + " is damaged: "
              + likely.origin()
              + " opens its beginning, but its end does not match its content; take another copy.");
    }
    List<String> origins = keys.stream().map(KeyCandidate::origin).distinct().toList();
    return new AgentException(
        ErrorCode.WrongKeyOrDamaged,
        "No key opens "
            + file
            + ", or it is damaged: tried "
            + keys.size()
            + " keys, from "
            + String.join(", ", origins)
            + "; if the password has changed since, add the old one.");
  }

  /** Keeps a sink's exception until the file is known to be authentic. */
  private static final class Watched {
    private final OutputStream out;
    private IOException failure;

    Watched(PlaintextSink sink) throws IOException {
      out = sink == null ? OutputStream.nullOutputStream() : sink.begin();
    }

    void write(byte[] bytes, int length) {
      if (failure == null) {
        try {
          out.write(bytes, 0, length);
        } catch (IOException e) {
          failure = e;
        }
      }
    }

    void end() throws AgentException {
      if (failure != null) {
        throw AgentException.from(
            failure, ErrorCode.InputOutput, "The plaintext cannot be examined.");
      }
    }
  }
}
