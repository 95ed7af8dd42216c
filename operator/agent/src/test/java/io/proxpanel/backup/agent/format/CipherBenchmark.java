package io.proxpanel.backup.agent.format;

import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Measures one way to encrypt, decrypt or hash in a fresh process: its first 200 MB from the very
 * start, loading included, and 1 GiB when it is warm. {@code e2e/benchmarks/cipher} runs them all.
 */
public final class CipherBenchmark {
  private static final long COLD = 200L * 1000 * 1000;
  private static final long WARM = 1L << 30;
  private static final byte[] KEY = new byte[32];
  private static final byte[] NONCE = new byte[12];

  private CipherBenchmark() {}

  /** Takes the next piece of data. */
  private interface Work {
    void piece(byte[] in, int offset, int length) throws Exception;
  }

  /** {@code NAME PIECE}: what to measure, and how many bytes go through at a time. */
  public static void main(String[] arguments) throws Exception {
    String name = arguments[0];
    int piece = Integer.parseInt(arguments[1]);
    byte[] data = new byte[1 << 16];
    new Random(1).nextBytes(data);

    long start = System.nanoTime();
    run(work(name), data, piece, COLD);
    long cold = System.nanoTime() - start;
    run(work(name), data, piece, WARM);
    start = System.nanoTime();
    run(work(name), data, piece, WARM);
    long warm = System.nanoTime() - start;

    System.out.printf(
        "%-28s %6d %10d ms %10.0f MB/s%n", name, piece, cold / 1_000_000, WARM * 1e3 / warm);
  }

  private static void run(Work work, byte[] data, int piece, long total) throws Exception {
    for (long done = 0; done < total; done += data.length) {
      for (int i = 0; i < data.length; i += piece) {
        work.piece(data, i, Math.min(piece, data.length - i));
      }
    }
  }

  private static Work work(String name) throws Exception {
    return switch (name) {
      case "agent-encrypt" -> agent(GcmCipher.encrypting(KEY, NONCE));
      case "agent-decrypt" -> agent(GcmCipher.decrypting(KEY, NONCE));
      case "jdk-encrypt" -> jdk(jdkGcm());
      case "jdk-decrypt" -> jdkDecrypt();
      case "jdk-sha256" -> sha256();
      case "agent-file" -> {
        EncryptingOutputStream out =
            new EncryptingOutputStream(OutputStream.nullOutputStream(), null, KEY);
        yield out::write;
      }
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Work agent(GcmCipher cipher) {
    byte[] out = GcmCipher.outputBuffer();
    return (in, offset, length) -> cipher.update(in, offset, length, out);
  }

  private static Work jdk(Cipher cipher) {
    byte[] out = GcmCipher.outputBuffer();
    return (in, offset, length) -> cipher.update(in, offset, length, out, 0);
  }

  /** Counter mode for the bytes, and encrypting them again for the tag. */
  private static Work jdkDecrypt() throws GeneralSecurityException {
    Cipher counter = Cipher.getInstance("AES/CTR/NoPadding");
    counter.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(KEY, "AES"), new IvParameterSpec(new byte[16]));
    Cipher again = jdkGcm();
    byte[] plain = GcmCipher.outputBuffer();
    byte[] out = GcmCipher.outputBuffer();
    return (in, offset, length) -> {
      int n = counter.update(in, offset, length, plain, 0);
      again.update(plain, 0, n, out, 0);
    };
  }

  private static Work sha256() throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return digest::update;
  }

  private static Cipher jdkGcm() throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, "AES"), new GCMParameterSpec(128, NONCE));
    return cipher;
  }
}
