package io.proxpanel.backup.agent.format;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.SingleByte;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;

/**
 * Decrypts as it is read, and hands out a byte only when 64 KiB more were decrypted after it or the
 * tag was verified: whoever reads cannot have come to the end of an archive that is not authentic.
 */
final class PlaintextInputStream extends InputStream {
  private final String name;
  private final EncryptedBody body;
  private final GcmCipher cipher;
  private final byte[] in = new byte[GcmCipher.PIECE];

  /** Decrypted and to be handed out. */
  private byte[] ready = GcmCipher.outputBuffer();

  private int readyLength;
  private int position;

  /** Decrypted after it and held back. */
  private byte[] held = GcmCipher.outputBuffer();

  private int heldLength;
  private boolean verified;
  private IOException failure;

  PlaintextInputStream(String name, EncryptedBody body, byte[] key) {
    this.name = name;
    this.body = body;
    this.cipher = GcmCipher.decrypting(key, body.nonce());
  }

  @Override
  public int read() throws IOException {
    return SingleByte.of(this);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position == readyLength) {
      if (verified && heldLength == 0) {
        return -1;
      }
      advance();
    }
    int n = Math.min(length, readyLength - position);
    System.arraycopy(ready, position, buffer, offset, n);
    position += n;
    return n;
  }

  private void advance() throws IOException {
    if (failure != null) {
      throw failure;
    }
    byte[] free = ready;
    ready = held;
    readyLength = 0;
    position = 0;
    int pending = heldLength;
    held = free;
    heldLength = 0;
    if (!verified) {
      try {
        decryptPiece();
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
    readyLength = pending;
  }

  private void decryptPiece() throws IOException {
    heldLength = cipher.update(in, 0, body.read(in), held);
    if (body.hasMore()) {
      return;
    }
    byte[] rest = GcmCipher.outputBuffer();
    try {
      int restLength = cipher.finish(rest);
      System.arraycopy(rest, 0, held, heldLength, restLength);
      heldLength += restLength;
      verified = true;
    } catch (GcmCipher.TagMismatchException e) {
      AgentException changed = changed(name);
      changed.addSuppressed(e);
      throw changed.asIOException();
    }
  }

  /** The file is another one than the one that was authenticated. */
  static AgentException changed(String name) {
    return new AgentException(
        ErrorCode.WrongKeyOrDamaged,
        name
            + " was changed after it had been authenticated: see who writes to it, and start"
            + " again.");
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
