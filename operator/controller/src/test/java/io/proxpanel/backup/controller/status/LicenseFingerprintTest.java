package io.proxpanel.backup.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LicenseFingerprintTest {
  @Test
  void tellsKeysApartAndDoesNotGiveThemAway() {
    // printf %s PROXP-TEST | sha256sum
    assertThat(LicenseFingerprint.of("PROXP-TEST")).isEqualTo("1e12d2e5");
    assertThat(LicenseFingerprint.of("PROXP-TESU")).isNotEqualTo("1e12d2e5").hasSize(8);
  }

  @Test
  void whatIsNoKeyStaysAsItIs() {
    assertThat(LicenseFingerprint.of("UNKNOWN")).isEqualTo("UNKNOWN");
    assertThat(LicenseFingerprint.of(null)).isNull();
  }
}
