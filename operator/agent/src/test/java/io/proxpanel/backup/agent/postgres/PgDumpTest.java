package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgDumpTest {
  @ParameterizedTest
  @CsvSource({
    "radius_logs, '\"radius_logs\"'",
    "public.radius_logs, '\"public\".\"radius_logs\"'",
    "radius_*, '\"radius_\"*'",
    "'od\"d', '\"od\"\"d\"'",
    "'a|b?$', '\"a|b?$\"'",
    "*.*, *.*"
  })
  void takesNamesLiterallyButForStars(String name, String pattern) {
    assertThat(PgDump.pattern(name)).isEqualTo(pattern);
  }
}
