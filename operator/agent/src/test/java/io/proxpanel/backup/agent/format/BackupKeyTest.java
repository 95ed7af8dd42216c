package io.proxpanel.backup.agent.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.KeyOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupKeyTest {
  private static final byte[] PASSWORD = "secret".getBytes(StandardCharsets.US_ASCII);

  @Test
  void hashesSaltBeforePasswordAsDocumented() {
    // printf 'ProxPanel-Backup-Encryption-2024secret' | sha256sum
    assertThat(hex(BackupKey.derive(KeyOrder.SALT_FIRST, PASSWORD)))
        .isEqualTo("e00dccdb7f0e20b3ec2af5de978432a6f63065d84722d254c450c76f9cebf9ea");
  }

  @Test
  void hashesPasswordBeforeSaltAsPanelsDo() {
    // printf 'secretProxPanel-Backup-Encryption-2024' | sha256sum
    assertThat(hex(BackupKey.derive(KeyOrder.PASSWORD_FIRST, PASSWORD)))
        .isEqualTo("c61000b5ff8e65d7755ea94718c1528101b73a20578689008cbc220e85fe8b87");
  }

  @Test
  void triesEveryPasswordInBothOrdersTheDocumentedOneFirst() {
    List<KeyCandidate> keys =
        BackupKey.candidates(
            List.of(new NamedPassword("a", PASSWORD), new NamedPassword("b", new byte[] {1})));

    assertThat(keys)
        .extracting(key -> key.origin() + " " + key.order())
        .containsExactly("a salt-first", "a password-first", "b salt-first", "b password-first");
    assertThat(keys.get(1).key()).isEqualTo(BackupKey.derive(KeyOrder.PASSWORD_FIRST, PASSWORD));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
