package io.proxpanel.backup.agent.format;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;

/**
 * Writes a V2 backup file while the plaintext comes in, in constant memory.
 *
 * <p>Only {@link #finish} writes the tag. {@link #close} without it leaves a file that nothing
 * opens: a producer that failed must never end in a file that looks whole, also not through a
 * try-with-resources block.
 */
public final class EncryptingOutputStream extends OutputStream {
  private static final int PIECE = 64 * 1024;

  private final OutputStream out;
  private final GcmCipher cipher;
  private final long limit;
  private final Sha256 plaintext = new Sha256();
  private final Sha256 file = new Sha256();
  private final byte[] encrypted = new byte[GcmCipher.outputRoom(PIECE)];
  private boolean failed;
  private boolean finished;
  private boolean closed;

  /**
   * Writes the header and a random nonce.
   *
   * @param out gets the file; closed with this stream
   * @param licenseKey of the panel, or null for {@code UNKNOWN}
   * @param key 32 bytes, from {@link BackupKey}
   * @throws AgentException {@code LicenseKeyInvalid}
   */
  public EncryptingOutputStream(OutputStream out, String licenseKey, byte[] key)
      throws AgentException, IOException {
    this(out, licenseKey, key, new SecureRandom(), GcmCipher.MAX_PLAINTEXT);
  }

  EncryptingOutputStream(
      OutputStream out, String licenseKey, byte[] key, SecureRandom random, long limit)
      throws AgentException, IOException {
    this.out = out;
    this.limit = limit;
    byte[] header = FileHeader.encode(licenseKey);
    byte[] nonce = new byte[GcmCipher.NONCE_BYTES];
    random.nextBytes(nonce);
    cipher = GcmCipher.encrypting(key, nonce);
    emit(header, header.length);
    emit(nonce, nonce.length);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /**
   * Encrypts more plaintext.
   *
   * @throws IOException from the target, or with the cause {@code FormatLimitExceeded} (see {@link
   *     AgentException#from}) before the byte that the format cannot hold
   */
  @Override
  public void write(byte[] in, int offset, int length) throws IOException {
    if (failed || finished || closed) {
      throw new IOException("the encrypted file has already ended");
    }
    failed = true;
    if (length > limit - plaintext.bytes()) {
      throw new AgentException(
              ErrorCode.FormatLimitExceeded,
              "The dump is longer than the "
                  + limit
                  + " bytes that the V2 format can hold: use the Age format (V3), which has no such"
                  + " limit.")
          .asIOException();
    }
    for (int done = 0; done < length; done += PIECE) {
      int piece = Math.min(PIECE, length - done);
      plaintext.update(in, offset + done, piece);
      emit(encrypted, cipher.update(in, offset + done, piece, encrypted));
    }
    failed = false;
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** Writes the tag: from here on the file is whole. The stream still has to be closed. */
  public void finish() throws IOException {
    if (failed || closed) {
      throw new IOException("an encrypted file that failed cannot be finished");
    }
    if (finished) {
      return;
    }
    failed = true;
    try {
      emit(encrypted, cipher.finish(encrypted));
    } catch (GcmCipher.TagMismatchException e) {
      throw new IllegalStateException("encrypting checks no tag", e);
    }
    out.flush();
    finished = true;
    failed = false;
  }

  /** Closes the target; without {@link #finish} before it, the file has no tag and never opens. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      out.close();
    }
  }

  /** Length of the plaintext so far. */
  public long plaintextBytes() {
    return plaintext.bytes();
  }

  /** SHA-256 of the plaintext, hexadecimal; only after {@link #finish}. */
  public String plaintextSha256() {
    requireFinished();
    return plaintext.hex();
  }

  /** Length of the file so far. */
  public long sizeBytes() {
    return file.bytes();
  }

  /** SHA-256 of the file, hexadecimal; only after {@link #finish}. */
  public String sha256() {
    requireFinished();
    return file.hex();
  }

  private void requireFinished() {
    if (!finished) {
      throw new IllegalStateException("the encrypted file is not finished");
    }
  }

  private void emit(byte[] bytes, int length) throws IOException {
    file.update(bytes, 0, length);
    out.write(bytes, 0, length);
  }
}
