package io.proxpanel.backup.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.TaskResult;
import org.junit.jupiter.api.Test;

class ResultFieldsTest {

  private static String fingerprint(String licenseKey) {
    return ResultFields.licenseFingerprint(
        new TaskResult.StoredFile("a", 1, "b", 1L, "c", null, null, licenseKey));
  }

  @Test
  void ofALicenceKeyThereIsNothingButAFingerprint() {
    assertThat(fingerprint("PROXP-TEST")).isEqualTo("1e12d2e5f902");
    assertThat(fingerprint("PROXP-TEST2")).matches("[0-9a-f]{12}").isNotEqualTo("1e12d2e5f902");
  }

  @Test
  void aFileWithoutALicenceKeyHasNone() {
    assertThat(fingerprint("UNKNOWN")).isNull();
    assertThat(fingerprint(null)).isNull();
  }
}
