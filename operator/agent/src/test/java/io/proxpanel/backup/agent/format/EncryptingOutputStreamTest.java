package io.proxpanel.backup.agent.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncryptingOutputStreamTest {
  private static final byte[] KEY = new byte[32];
  private static final String HEADER = "PROXPANEL_ENCRYPTED_BACKUP_V2\nLICENSE_KEY=PROXP-1\n";

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  @Test
  void writesHeaderNonceCiphertextAndTag() throws Exception {
    byte[] plain = random(200_000);

    byte[] written = encrypt("PROXP-1", plain);

    int nonce = HEADER.length();
    assertThat(new String(written, 0, nonce, StandardCharsets.US_ASCII)).isEqualTo(HEADER);
    assertThat(written).hasSize(nonce + 12 + plain.length + 16);
    assertThat(
            JdkGcm.decrypt(
                KEY,
                Arrays.copyOfRange(written, nonce, nonce + 12),
                Arrays.copyOfRange(written, nonce + 12, written.length)))
        .isEqualTo(plain);
  }

  @Test
  void writesUnknownWhereThereIsNoLicence() throws Exception {
    assertThat(new String(encrypt(null, new byte[0]), StandardCharsets.ISO_8859_1))
        .startsWith("PROXPANEL_ENCRYPTED_BACKUP_V2\nLICENSE_KEY=UNKNOWN\n");
  }

  @Test
  void usesAnotherNonceForEveryFile() throws Exception {
    byte[] first = encrypt(null, random(100));
    file.reset();

    assertThat(encrypt(null, random(100))).isNotEqualTo(first);
  }

  @Test
  void countsAndHashesPlaintextAndFile() throws Exception {
    byte[] plain = random(70_000);
    try (EncryptingOutputStream out = new EncryptingOutputStream(file, null, KEY)) {
      out.write(plain[0]);
      out.write(plain, 1, plain.length - 1);
      out.finish();

      assertThat(out.plaintextBytes()).isEqualTo(plain.length);
      assertThat(out.plaintextSha256()).isEqualTo(sha256(plain));
      assertThat(out.sizeBytes()).isEqualTo(file.size());
      assertThat(out.sha256()).isEqualTo(sha256(file.toByteArray()));
    }
  }

  @Test
  void givesNoTagToAFileWhoseProducerFailed() throws Exception {
    byte[] plain = random(1000);
    EncryptingOutputStream abandoned = new EncryptingOutputStream(file, "PROXP-1", KEY);
    try (abandoned) {
      abandoned.write(plain);
    }

    byte[] written = file.toByteArray();
    assertThat(written.length).isLessThan(HEADER.length() + 12 + plain.length + 16);
    assertThatThrownBy(abandoned::finish).isInstanceOf(IOException.class);
    assertThatThrownBy(abandoned::sha256).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void givesNoTagToAFileThatCouldNotBeWritten() throws Exception {
    OutputStream full = BrokenStreams.output(100_000, "No space left on device");
    try (EncryptingOutputStream out = new EncryptingOutputStream(full, null, KEY)) {
      assertThatThrownBy(() -> out.write(random(200_000))).hasMessage("No space left on device");
      assertThatThrownBy(out::finish).hasMessage("the encrypted file is finished or was abandoned");
      assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void takesNothingMoreOnceItIsFinished() throws Exception {
    try (EncryptingOutputStream out = new EncryptingOutputStream(file, null, KEY)) {
      out.finish();
      int size = file.size();

      assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class);
      assertThatThrownBy(out::finish).isInstanceOf(IOException.class);
      assertThat(file.size()).isEqualTo(size);
    }
  }

  @Test
  void refusesPlaintextPastTheLimitBeforeItIsReachedAndNamesTheOtherFormat() throws Exception {
    EncryptingOutputStream out =
        new EncryptingOutputStream(file, null, KEY, new SecureRandom(), 1000);
    out.write(random(990));
    int size = file.size();

    assertThatThrownBy(() -> out.write(random(11)))
        .isInstanceOf(IOException.class)
        .cause()
        .isInstanceOf(AgentException.class)
        .hasMessage(
            "The dump is longer than the 1000 bytes that a file of the format ProxPanelV2 can hold:"
                + " use the format Age (V3), which has no such limit.")
        .extracting("code")
        .isEqualTo(ErrorCode.FormatLimitExceeded);
    assertThat(file.size()).isEqualTo(size);
    assertThatThrownBy(out::finish).isInstanceOf(IOException.class);
  }

  @Test
  void takesPlaintextUpToTheLimit() throws Exception {
    EncryptingOutputStream out =
        new EncryptingOutputStream(file, null, KEY, new SecureRandom(), 1000);
    out.write(random(1000));
    out.finish();

    assertThat(out.plaintextBytes()).isEqualTo(1000);
  }

  @Test
  void refusesLengthKnownBeforehandPastTheLimitOfTheFormat() throws Exception {
    EncryptingOutputStream.requireWithinLimit(68_719_476_704L);
    assertThatThrownBy(() -> EncryptingOutputStream.requireWithinLimit(68_719_476_705L))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("68719476704 bytes")
        .hasMessageContaining("Age (V3)");
  }

  private byte[] encrypt(String licenseKey, byte[] plain) throws Exception {
    try (EncryptingOutputStream out = new EncryptingOutputStream(file, licenseKey, KEY)) {
      out.write(plain);
      out.finish();
    }
    return file.toByteArray();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
