package io.proxpanel.backup.agent.postgres.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwapNamesTest {
  private static final Instant NOON = Instant.parse("2026-12-01T12:00:05Z");

  @Test
  void saysWhatEachIsFor() {
    assertThat(SwapNames.restore("proisp", "0f8fad5b-d9cb", name -> false))
        .isEqualTo("proisp_restore_0f8fad5b");
    assertThat(SwapNames.kept("proisp", NOON, name -> false))
        .isEqualTo("proisp_kept_20261201120005");
  }

  @Test
  void passesByWhatIsThere() {
    Set<String> there = Set.of("proisp_kept_20261201120005", "proisp_kept_20261201120005_2");
    assertThat(SwapNames.kept("proisp", NOON, there::contains))
        .isEqualTo("proisp_kept_20261201120005_3");
    assertThat(SwapNames.restore("proisp", "u", "proisp_restore_u"::equals))
        .isEqualTo("proisp_restore_u_2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ü", "数", "😀", "aü数😀"})
  void cutsBetweenCharactersAndKeepsTheEnd(String part) {
    String name = SwapNames.kept(part.repeat(63), NOON, taken -> false);
    assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(60, 63);
    assertThat(name).endsWith("_kept_20261201120005").startsWith(part).doesNotContain("\ufffd");
    String second = SwapNames.kept(part.repeat(63), NOON, name::equals);
    assertThat(second).isNotEqualTo(name).endsWith("_kept_20261201120005_2");
    assertThat(second.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(64);
  }
}
