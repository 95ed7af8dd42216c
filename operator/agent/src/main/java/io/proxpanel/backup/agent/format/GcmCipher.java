package io.proxpanel.backup.agent.format;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** AES-256-GCM without associated data, as a stream in constant memory. */
final class GcmCipher {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  /** The most plaintext that one nonce can hold, 2^36 - 32 bytes (NIST SP 800-38D, 5.2.1.1). */
  static final long MAX_PLAINTEXT = (1L << 36) - 32;

  /** The tag does not fit: the key is wrong, or a byte was changed. */
  static final class TagMismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    TagMismatchException(Throwable cause) {
      super("tag mismatch", cause);
    }
  }

  private final GCMModeCipher cipher;

  private GcmCipher(boolean encrypt, byte[] key, byte[] nonce) {
    cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    cipher.init(encrypt, new AEADParameters(new KeyParameter(key), TAG_BYTES * 8, nonce));
  }

  /** Plaintext in; ciphertext, and at the end the tag, out. */
  static GcmCipher encrypting(byte[] key, byte[] nonce) {
    return new GcmCipher(true, key, nonce);
  }

  /** Ciphertext and tag in; plaintext out, which is not authentic before {@link #finish}. */
  static GcmCipher decrypting(byte[] key, byte[] nonce) {
    return new GcmCipher(false, key, nonce);
  }

  /** Room that {@code update} or {@code finish} needs for so many bytes of input. */
  static int outputRoom(int input) {
    return input + 1024;
  }

  /** Goes on; returns how many bytes came out. */
  int update(byte[] in, int offset, int length, byte[] out) {
    return cipher.processBytes(in, offset, length, out, 0);
  }

  /** Ends; returns how many bytes came out. */
  int finish(byte[] out) throws TagMismatchException {
    try {
      return cipher.doFinal(out, 0);
    } catch (InvalidCipherTextException e) {
      throw new TagMismatchException(e);
    }
  }
}
