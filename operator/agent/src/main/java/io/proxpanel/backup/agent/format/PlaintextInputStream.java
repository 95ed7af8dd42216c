package io.proxpanel.backup.agent.format;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Decrypts as it is read, always more than 64 KiB ahead of what it hands out. */
final class PlaintextInputStream extends InputStream {
  private static final int PIECE = 64 * 1024;

  private final String name;
  private final EncryptedBody body;
  private final GcmCipher cipher;
  private final byte[] in = new byte[PIECE];

  /** Decrypted; {@code ready} may be handed out, {@code held} only when more came after it. */
  private byte[] ready = new byte[0];

  private byte[] held = new byte[0];
  private int position;
  private boolean verified;

  PlaintextInputStream(String name, EncryptedBody body, BackupFile.Opened opened) {
    this.name = name;
    this.body = body;
    this.cipher = GcmCipher.decrypting(opened.key().key(), body.nonce());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position == ready.length) {
      if (verified && held.length == 0) {
        return -1;
      }
      advance();
    }
    int n = Math.min(length, ready.length - position);
    System.arraycopy(ready, position, buffer, offset, n);
    position += n;
    return n;
  }

  private void advance() throws IOException {
    ready = held;
    held = new byte[0];
    position = 0;
    if (verified) {
      return;
    }
    byte[] out = new byte[GcmCipher.outputRoom(PIECE)];
    int n = body.read(in);
    int m = cipher.update(in, 0, n, out);
    held = Arrays.copyOf(out, m);
    if (body.remaining() == 0) {
      try {
        m = cipher.finish(out);
      } catch (GcmCipher.TagMismatchException e) {
        throw new AgentException(
                ErrorCode.WrongKeyOrDamaged,
                name + " is no longer the file that was authenticated: it changed meanwhile.",
                e)
            .asIOException();
      }
      byte[] last = Arrays.copyOf(held, held.length + m);
      System.arraycopy(out, 0, last, held.length, m);
      held = last;
      verified = true;
    }
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
