package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtensionVersionsTest {
  @Test
  void saysWhichAreInAnotherVersion() {
    assertThat(
            ExtensionVersions.differing(
                Map.of("hstore", "1.4", "pg_trgm", "1.6", "gone", "1.0"),
                Map.of("hstore", "1.8", "pg_trgm", "1.6", "new", "2.0")))
        .containsExactly(new NotRestored("extension version", "hstore", "it was 1.4 and is 1.8"));
  }
}
