package io.proxpanel.backup.agent.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cipher against the JDK's own, which encrypts short texts at one stroke. */
class GcmCipherTest {
  private final Random random = new Random(42);
  private final byte[] key = bytes(32);
  private final byte[] nonce = bytes(12);

  @Test
  void encryptsAsTheJdkDoesForEveryShortLength() throws Exception {
    for (int length = 0; length <= 600; length++) {
      byte[] plain = bytes(length);

      assertThat(run(GcmCipher.encrypting(key, nonce), plain, 37))
          .as("%d bytes", length)
          .isEqualTo(JdkGcm.encrypt(key, nonce, plain));
    }
  }

  @Test
  void decryptsWhatTheJdkEncryptedForEveryShortLength() throws Exception {
    for (int length = 0; length <= 600; length++) {
      byte[] plain = bytes(length);

      assertThat(run(GcmCipher.decrypting(key, nonce), JdkGcm.encrypt(key, nonce, plain), 41))
          .as("%d bytes", length)
          .isEqualTo(plain);
    }
  }

  @Test
  void usesNativeCodeWhereTheProcessorHasWhatItNeeds() throws Exception {
    Set<String> features =
        new HashSet<>(Arrays.asList(Files.readString(Path.of("/proc/cpuinfo")).split("\\s+")));
    boolean able =
        features.containsAll(Set.of("aes", "pclmulqdq", "avx"))
            || features.containsAll(Set.of("aes", "pmull"));

    assertThat(GcmCipher.usesNativeCode()).isEqualTo(able);
  }

  @Test
  void cutsPiecesAnywhere() throws Exception {
    byte[] plain = bytes(3 * GcmCipher.PIECE + 5);
    byte[] encrypted = JdkGcm.encrypt(key, nonce, plain);

    for (int piece : new int[] {1, 15, 16, 17, 4096, GcmCipher.PIECE - 1, GcmCipher.PIECE}) {
      assertThat(run(GcmCipher.encrypting(key, nonce), plain, piece)).isEqualTo(encrypted);
      assertThat(run(GcmCipher.decrypting(key, nonce), encrypted, piece)).isEqualTo(plain);
    }
  }

  @Test
  void refusesTagThatDoesNotFit() throws Exception {
    byte[] encrypted = JdkGcm.encrypt(key, nonce, bytes(100));
    encrypted[115] ^= 1;

    assertThatThrownBy(() -> run(GcmCipher.decrypting(key, nonce), encrypted, 50))
        .isInstanceOf(GcmCipher.TagMismatchException.class);
  }

  @Test
  void peeksAtTheFirstBytes() throws Exception {
    byte[] plain = bytes(64);
    byte[] encrypted = JdkGcm.encrypt(key, nonce, plain);

    for (int length : new int[] {1, 5, 16, 63, 64}) {
      assertThat(Arrays.copyOf(GcmCipher.peek(key, nonce, encrypted, length), length))
          .isEqualTo(Arrays.copyOf(plain, length));
    }
  }

  private static byte[] run(GcmCipher cipher, byte[] in, int piece) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] out = GcmCipher.outputBuffer();
    for (int i = 0; i < in.length; i += piece) {
      all.write(out, 0, cipher.update(in, i, Math.min(piece, in.length - i), out));
    }
    all.write(out, 0, cipher.finish(out));
    return all.toByteArray();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
