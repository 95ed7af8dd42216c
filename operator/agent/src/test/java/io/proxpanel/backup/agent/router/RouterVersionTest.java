package io.proxpanel.backup.agent.router;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterVersionTest {

  @ParameterizedTest
  @CsvSource({
    "6.49.10 (long-term), false, false",
    "7.1 (stable), false, true",
    "7.12.1 (stable), false, true",
    "7.13beta2 (testing), true, true",
    "7.16 (stable), true, true",
    "8.0, true, true"
  })
  void knowsWhatAVersionCan(String text, boolean pieces, boolean hides) {
    RouterVersion version = RouterVersion.of(text).orElseThrow();

    assertThat(version.readsFilesInPieces()).isEqualTo(pieces);
    assertThat(version.hidesSensitive()).isEqualTo(hides);
  }

  @Test
  void knowsWhatIsNone() {
    assertThat(RouterVersion.of("")).isEmpty();
    assertThat(RouterVersion.of("SwOS 2.16")).isEmpty();
  }
}
