package io.proxpanel.backup.agent.format;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** Reads a backup file: first the whole of it for authentication, then its plaintext. */
public final class BackupFile {
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
   * Reads the header alone, to refuse what is no backup before anything else is asked for.
   *
   * @throws AgentException what {@link FileHeader#read} says; {@code FileTruncated}, {@code
   *     FileMissing} or {@code InputOutput}
   */
  public static FileHeader header(Path file) throws AgentException {
    String name = file.toString();
    try (EncryptedBody body = EncryptedBody.open(file, name)) {
      return body.header();
    } catch (IOException e) {
      throw EncryptedBody.unreadable(file, name, e);
    }
  }

  /** {@link #authenticate(Path, String, List, PlaintextSink)} of a file known by its path. */
  public static Opened authenticate(Path file, List<KeyCandidate> keys, PlaintextSink sink)
      throws AgentException {
    return authenticate(file, file.toString(), keys, sink);
  }

  /**
   * Reads the whole file in constant memory and finds the key whose tag fits.
   *
   * @param file the file
   * @param name what messages call it
   * @param keys to try; the one under which the plaintext starts like an archive goes first, and
   *     only the tag decides
   * @param sink sees the plaintext in passing, or null
   * @throws AgentException {@code WrongKeyOrDamaged}; what {@link FileHeader#read} says; {@code
   *     FileTruncated}, {@code FileMissing} or {@code InputOutput}; or what the sink threw about an
   *     authentic file
   */
  public static Opened authenticate(
      Path file, String name, List<KeyCandidate> keys, PlaintextSink sink) throws AgentException {
    KeyRing ring = likelyFirst(file, name, keys);
    AgentException refusal = ring.refusal(name);
    for (KeyCandidate key : ring.inOrder()) {
      try {
        return attempt(file, name, key, sink);
      } catch (GcmCipher.TagMismatchException e) {
        refusal.addSuppressed(e);
      } catch (IOException e) {
        throw EncryptedBody.unreadable(file, name, e);
      }
    }
    throw refusal;
  }

  /**
   * Writes the plaintext of a file that was authenticated. What is not verified again yet stays
   * behind by 64 KiB, so that the end never comes out of a file that was changed in between.
   *
   * @param out gets the plaintext; flushed and not closed. After an exception it has an incomplete
   *     plaintext, which whoever reads it must not be allowed to take for the whole: an archive
   *     that is cut at the right place looks complete
   * @throws AgentException {@code WrongKeyOrDamaged} when the file is another one than it was,
   *     {@code InputOutput} when it cannot be read or the target not be written
   */
  public static void decrypt(Path file, Opened opened, OutputStream out) throws AgentException {
    byte[] buffer = new byte[GcmCipher.PIECE];
    try (InputStream in = openPlaintext(file, opened)) {
      int n;
      while ((n = read(file, in, buffer)) >= 0) {
        out.write(buffer, 0, n);
      }
      out.flush();
    } catch (IOException e) {
      throw AgentException.from(
          e,
          ErrorCode.InputOutput,
          "The plaintext of "
              + file
              + " cannot be written to its end: check the space and the permissions where it goes,"
              + " or the program that reads it.");
    }
  }

  private static int read(Path file, InputStream in, byte[] buffer) throws AgentException {
    try {
      return in.read(buffer, 0, buffer.length);
    } catch (IOException e) {
      if (e.getCause() instanceof AgentException agent) {
        throw agent;
      }
      throw EncryptedBody.unreadable(file, file.toString(), e);
    }
  }

  /**
   * The plaintext of a file that was authenticated, for those who pull. A tag that fits no longer
   * is an IOException whose cause is the AgentException, before the last 64 KiB were handed out.
   *
   * @throws AgentException when the file cannot be opened or is another one at first sight
   */
  public static InputStream openPlaintext(Path file, Opened opened) throws AgentException {
    String name = file.toString();
    EncryptedBody body = EncryptedBody.open(file, name);
    if (body.size() == opened.sizeBytes() && body.header().equals(opened.header())) {
      return new PlaintextInputStream(name, body, opened.key().key());
    }
    AgentException changed = PlaintextInputStream.changed(name);
    body.closeAfter(changed);
    throw changed;
  }

  private static KeyRing likelyFirst(Path file, String name, List<KeyCandidate> keys)
      throws AgentException {
    try (EncryptedBody body = EncryptedBody.open(file, name)) {
      byte[] start = new byte[KeyRing.SAMPLE];
      int length = body.read(start);
      return KeyRing.of(keys, body.nonce(), start, length);
    } catch (IOException e) {
      throw EncryptedBody.unreadable(file, name, e);
    }
  }

  private static Opened attempt(Path file, String name, KeyCandidate key, PlaintextSink sink)
      throws AgentException, IOException, GcmCipher.TagMismatchException {
    try (EncryptedBody body = EncryptedBody.open(file, name)) {
      Sha256 encrypted = new Sha256();
      encrypted.update(body.prefix(), 0, body.prefix().length);
      GcmCipher cipher = GcmCipher.decrypting(key.key(), body.nonce());
      WatchedPlaintext plaintext = new WatchedPlaintext(sink);
      byte[] in = new byte[GcmCipher.PIECE];
      byte[] out = GcmCipher.outputBuffer();
      while (body.hasMore()) {
        int length = body.read(in);
        encrypted.update(in, 0, length);
        plaintext.add(out, cipher.update(in, 0, length, out));
      }
      plaintext.add(out, cipher.finish(out));
      plaintext.requireWatched();
      return new Opened(
          body.header(),
          key,
          body.size(),
          encrypted.hex(),
          plaintext.hash().bytes(),
          plaintext.hash().hex());
    }
  }

  /** Hashes the plaintext, and keeps a sink's exception until the file is known to be authentic. */
  private static final class WatchedPlaintext {
    private final Sha256 hash = new Sha256();
    private final OutputStream sink;
    private Exception failure;

    WatchedPlaintext(PlaintextSink sink) throws IOException {
      this.sink = sink == null ? OutputStream.nullOutputStream() : sink.begin();
    }

    void add(byte[] bytes, int length) {
      hash.update(bytes, 0, length);
      if (failure == null) {
        try {
          sink.write(bytes, 0, length);
        } catch (IOException | RuntimeException e) {
          failure = e;
        }
      }
    }

    Sha256 hash() {
      return hash;
    }

    void requireWatched() throws AgentException {
      if (failure instanceof IOException e) {
        throw AgentException.from(
            e, ErrorCode.InputOutput, "What the backup holds could not be examined.");
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
    }
  }
}
