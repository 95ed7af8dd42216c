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
  private final OutputStream out;
  private final FileHeader header;
  private final GcmCipher cipher;
  private final long limit;
  private final Sha256 plaintext = new Sha256();
  private final Sha256 file = new Sha256();
  private final byte[] encrypted = GcmCipher.outputBuffer();
  private State state = State.OPEN;

  private enum State {
    OPEN,
    /** The tag is written. */
    FINISHED,
    /** Something failed, or it was closed early: there will be no tag. */
    ABANDONED
  }

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
    header = FileHeader.v2(licenseKey);
    byte[] nonce = new byte[GcmCipher.NONCE_BYTES];
    random.nextBytes(nonce);
    cipher = GcmCipher.encrypting(key, nonce);
    emit(header.encode(), header.length());
    emit(nonce, nonce.length);
  }

  /**
   * Refuses a plaintext whose length is known beforehand.
   *
   * @throws AgentException {@code FormatLimitExceeded}
   */
  public static void requireWithinLimit(long plaintextBytes) throws AgentException {
    if (plaintextBytes > GcmCipher.MAX_PLAINTEXT) {
      throw tooLong(GcmCipher.MAX_PLAINTEXT);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /**
   * Encrypts more plaintext.
   *
   * @throws IOException from the target, or with the cause {@code FormatLimitExceeded} (see {@link
   *     AgentException#from}) before the first byte that the format cannot hold; in either case
   *     there will be no tag
   */
  @Override
  public void write(byte[] in, int offset, int length) throws IOException {
    requireOpen();
    state = State.ABANDONED;
    if (length > limit - plaintext.bytes()) {
      throw tooLong(limit).asIOException();
    }
    for (int done = 0; done < length; done += GcmCipher.PIECE) {
      int piece = Math.min(GcmCipher.PIECE, length - done);
      plaintext.update(in, offset + done, piece);
      emit(encrypted, cipher.update(in, offset + done, piece, encrypted));
    }
    state = State.OPEN;
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** Writes the tag: from here on the file is whole. The stream still has to be closed. */
  public void finish() throws IOException {
    requireOpen();
    state = State.ABANDONED;
    try {
      emit(encrypted, cipher.finish(encrypted));
    } catch (GcmCipher.TagMismatchException e) {
      throw new IllegalStateException("encrypting checks no tag", e);
    }
    out.flush();
    state = State.FINISHED;
  }

  /** Closes the target; without {@link #finish} before it, the file has no tag and never opens. */
  @Override
  public void close() throws IOException {
    if (state == State.OPEN) {
      state = State.ABANDONED;
    }
    out.close();
  }

  /** What stands in clear. */
  public FileHeader header() {
    return header;
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

  private static AgentException tooLong(long limit) {
    return new AgentException(
        ErrorCode.FormatLimitExceeded,
        "The dump is longer than the "
            + limit
            + " bytes that a file of the format ProxPanelV2 can hold: use the format Age (V3), which"
            + " has no such limit.");
  }

  private void requireOpen() throws IOException {
    if (state != State.OPEN) {
      throw new IOException("the encrypted file is finished or was abandoned");
    }
  }

  private void requireFinished() {
    if (state != State.FINISHED) {
      throw new IllegalStateException("the encrypted file is not finished");
    }
  }

  private void emit(byte[] bytes, int length) throws IOException {
    file.update(bytes, 0, length);
    out.write(bytes, 0, length);
  }
}
