package io.proxpanel.backup.agent.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.KeyOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that other programs wrote, and what must be said of them. */
class VectorsTest {
  private static final Path VECTORS = Path.of("src/test/resources/vectors");

  /** The vectors say which files do not open; why each does not is said here. */
  private static final Map<String, ErrorCode> REFUSALS =
      Map.of(
          "bad-empty.proisp.bak", ErrorCode.NotABackupFile,
          "bad-magic.proisp.bak", ErrorCode.NotABackupFile,
          "bad-no-license-line.proisp.bak", ErrorCode.LicenseLineMissing,
          "bad-tag-only.proisp.bak", ErrorCode.FileTruncated,
          "bad-truncated.proisp.bak", ErrorCode.WrongKeyOrDamaged,
          "bad-flipped-bit.proisp.bak", ErrorCode.WrongKeyOrDamaged);

  static Stream<Arguments> vectors() throws Exception {
    Map<?, ?> all =
        Json.read(
            Files.readString(VECTORS.resolve("vectors.json"), StandardCharsets.UTF_8), Map.class);
    return all.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void opensOrIsRefusedAsItsVectorSays(String name, Map<?, ?> vector) throws Exception {
    Path file = VECTORS.resolve(name);
    byte[] password = ((String) vector.get("password")).getBytes(StandardCharsets.UTF_8);
    List<KeyCandidate> keys =
        BackupKey.candidates(List.of(new NamedPassword("the test", password)));

    if (vector.get("opens").equals(false)) {
      assertThatThrownBy(() -> BackupFile.authenticate(file, keys, null))
          .isInstanceOf(AgentException.class)
          .extracting("code")
          .isEqualTo(REFUSALS.get(name));
      return;
    }
    BackupFile.Opened opened = BackupFile.authenticate(file, keys, null);
    assertThat(opened.key().order())
        .isEqualTo(name.contains("password-first") ? KeyOrder.PASSWORD_FIRST : KeyOrder.SALT_FIRST);
    assertThat(opened.sha256()).isEqualTo(vector.get("sha256"));
    assertThat(opened.plaintextSha256()).isEqualTo(vector.get("plaintext_sha256"));
    assertThat(opened.header().format())
        .isEqualTo(
            vector.get("version").equals(1) ? BackupFormat.ProxPanelV1 : BackupFormat.ProxPanelV2);
    assertThat(opened.header().licenseKey()).isEqualTo(vector.get("license"));
  }
}
