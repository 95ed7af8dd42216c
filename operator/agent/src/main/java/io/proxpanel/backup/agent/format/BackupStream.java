package io.proxpanel.backup.agent.format;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Reads a backup file once, from start to end, for those who would rather have its plaintext at
 * once than have it authenticated first.
 */
public final class BackupStream {
  private BackupStream() {}

  /**
   * Decrypts while reading.
   *
   * @param in the file from its first byte
   * @param name what messages call it
   * @param keys to try; only one under which the plaintext starts like an archive of pg_dump can be
   *     chosen, since there is no second pass
   * @param out gets the plaintext before it is authentic; flushed and not closed
   * @throws AgentException {@code WrongKeyOrDamaged} when no key can be chosen, before anything
   *     came out, or when the tag does not fit, after all of it has; what {@link FileHeader#read}
   *     says; {@code FileTruncated}; {@code InputOutput}
   */
  public static BackupFile.Opened decrypt(
      InputStream in, String name, List<KeyCandidate> keys, OutputStream out)
      throws AgentException {
    try {
      return decryptAll(new Source(in, name), name, keys, out);
    } catch (IOException e) {
      throw AgentException.from(
          e,
          ErrorCode.InputOutput,
          "The plaintext of "
              + name
              + " cannot be written to its end: check the space and the permissions where it goes,"
              + " or the program that reads it.");
    }
  }

  private static BackupFile.Opened decryptAll(
      Source source, String name, List<KeyCandidate> keys, OutputStream out)
      throws AgentException, IOException {
    Sha256 file = new Sha256();
    RecordingInputStream recording = new RecordingInputStream(source);
    FileHeader header = FileHeader.read(recording, name);
    byte[] nonce = recording.readNBytes(GcmCipher.NONCE_BYTES);
    byte[] in = new byte[GcmCipher.PIECE];
    int length = source.readNBytes(in, 0, in.length);
    byte[] prefix = recording.recorded();
    EncryptedBody.requireWhole(header, (long) prefix.length + length, name);
    file.update(prefix, 0, prefix.length);
    KeyRing ring = KeyRing.of(keys, nonce, in, Math.min(length, KeyRing.SAMPLE));
    if (ring.likely() == null) {
      throw noKeyToChoose(name);
    }
    GcmCipher cipher = GcmCipher.decrypting(ring.likely().key(), nonce);
    Sha256 plaintext = new Sha256();
    byte[] plain = GcmCipher.outputBuffer();
    while (length > 0) {
      file.update(in, 0, length);
      EncryptedBody.requireWhole(header, file.bytes(), name);
      emit(plain, cipher.update(in, 0, length, plain), plaintext, out);
      length = source.readNBytes(in, 0, in.length);
    }
    try {
      emit(plain, cipher.finish(plain), plaintext, out);
    } catch (GcmCipher.TagMismatchException e) {
      AgentException refusal = ring.refusal(name);
      refusal.addSuppressed(e);
      throw refusal;
    }
    out.flush();
    return new BackupFile.Opened(
        header, ring.likely(), file.bytes(), file.hex(), plaintext.bytes(), plaintext.hex());
  }

  private static void emit(byte[] bytes, int length, Sha256 hash, OutputStream out)
      throws IOException {
    hash.update(bytes, 0, length);
    out.write(bytes, 0, length);
  }

  private static AgentException noKeyToChoose(String name) {
    return new AgentException(
        ErrorCode.WrongKeyOrDamaged,
        "Under none of the keys does "
            + name
            + " start like an archive of pg_dump, so in a single pass no key can be chosen: check"
            + " the password, or leave out --stream to have every key tried.");
  }

  /** Tells failures of reading from failures of writing. */
  private static final class Source extends InputStream {
    private final InputStream in;
    private final String name;

    Source(InputStream in, String name) {
      this.in = in;
      this.name = name;
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return in.read(buffer, offset, length);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    private IOException unreadable(IOException e) {
      return new AgentException(
              ErrorCode.InputOutput,
              name + " cannot be read to its end: check where it comes from.",
              e)
          .asIOException();
    }
  }
}
