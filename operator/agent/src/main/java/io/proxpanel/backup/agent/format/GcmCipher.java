package io.proxpanel.backup.agent.format;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * AES-256-GCM without associated data, as a stream in constant memory.
 *
 * <p>Bouncy Castle LTS with its native library, and not the JDK: the JDK's GCM refuses to encrypt
 * more than 2 GiB under one nonce (17, 21 and 25 alike) and buffers everything that it decrypts.
 * Working around the latter (CTR, then encrypting again to compare tags) does not help the former.
 * By measure (JDK 17, first 200 MB of a fresh process, loading included): native 0.14 s either way;
 * the JDK in pieces of 1 KiB 0.23 s encrypting and 0.37 s decrypting, in pieces of 64 KiB 3 s.
 * Warm: native 8.6 GB/s, the JDK 4.2 and 2.7, {@code openssl speed} 4.4. Where the native library
 * cannot be loaded, its Java code works at 90 MB/s. {@code e2e/benchmarks/cipher} measures again.
 */
final class GcmCipher {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  /** The most plaintext that one nonce can hold, 2^36 - 32 bytes (NIST SP 800-38D, 5.2.1.1). */
  static final long MAX_PLAINTEXT = (1L << 36) - 32;

  /** How much goes through at a time: larger pieces are no faster. */
  static final int PIECE = 64 * 1024;

  /**
   * Bytes that a piece's output can be longer than its input, because the cipher kept some back.
   */
  private static final int KEPT_BACK = 1024;

  /** The tag does not fit: the key is wrong, or a byte was changed. */
  static final class TagMismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    TagMismatchException(Throwable cause) {
      super("tag mismatch", cause);
    }
  }

  /** Loading happens once, before Bouncy Castle's own classes are touched. */
  private static final class Library {
    static final boolean NATIVE = CipherLibrary.load();

    private Library() {}

    static GCMModeCipher newCipher() {
      return GCMBlockCipher.newInstance(AESEngine.newInstance());
    }
  }

  private final GCMModeCipher cipher;

  private GcmCipher(boolean encrypt, byte[] key, byte[] nonce) {
    cipher = Library.newCipher();
    cipher.init(encrypt, new AEADParameters(new KeyParameter(key), TAG_BYTES * 8, nonce));
  }

  /** Whether this process encrypts with native code. */
  static boolean usesNativeCode() {
    return Library.NATIVE;
  }

  /** Plaintext in; ciphertext, and at the end the tag, out. */
  static GcmCipher encrypting(byte[] key, byte[] nonce) {
    return new GcmCipher(true, key, nonce);
  }

  /** Ciphertext and tag in; plaintext out, which is not authentic before {@link #finish}. */
  static GcmCipher decrypting(byte[] key, byte[] nonce) {
    return new GcmCipher(false, key, nonce);
  }

  /** Decrypts the first bytes of a ciphertext, without any authentication. */
  static byte[] peek(byte[] key, byte[] nonce, byte[] in, int length) {
    // Counter mode: encrypting is decrypting, and unlike the latter it gives out every byte.
    GcmCipher cipher = encrypting(key, nonce);
    byte[] out = new byte[length + TAG_BYTES];
    int done = cipher.cipher.processBytes(in, 0, length, out, 0);
    try {
      cipher.cipher.doFinal(out, done);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("encrypting checks no tag", e);
    }
    return out;
  }

  /** A buffer that takes what comes out for a {@link #PIECE} of input, or at the end. */
  static byte[] outputBuffer() {
    return new byte[PIECE + KEPT_BACK];
  }

  /** Goes on by at most {@link #PIECE} bytes; returns how many bytes came out. */
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
