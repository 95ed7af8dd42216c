package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcludedRowsTest {
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
    assertThat(ExcludedRows.pattern(name, null)).isEqualTo(pattern);
  }

  @ParameterizedTest
  @CsvSource({
    "radacct, name ~~ 'radacct' AND visible",
    "radius_*, name ~~ 'radius\\_%' AND visible",
    "panel.*_log, name ~~ '%\\_log' AND schema ~~ 'panel'",
    "isp.panel.radacct, name ~~ 'radacct' AND schema ~~ 'panel'",
    "it's, name ~~ 'it''s' AND visible",
    "100%, name ~~ '100\\%' AND visible",
    "a\\b, name ~~ 'a\\\\b' AND visible"
  })
  void looksForPartitionedTablesByTheSameNames(String name, String condition) {
    assertThat(
            ExcludedRows.condition(name, null)
                .replace("c.relname OPERATOR(pg_catalog.~~)", "name ~~")
                .replace("n.nspname OPERATOR(pg_catalog.~~)", "schema ~~")
                .replace("pg_catalog.pg_table_is_visible(c.oid)", "visible"))
        .isEqualTo("(" + condition + ")");
  }

  @Test
  void looksInTheSchemaThatIsDumpedForANameAlone() {
    assertThat(ExcludedRows.pattern("radius_*", "tenant_a*\"b"))
        .isEqualTo("\"tenant_a*\"\"b\".\"radius_\"*");
    assertThat(ExcludedRows.pattern("public.radius_logs", "tenant_a"))
        .isEqualTo("\"public\".\"radius_logs\"");
    assertThat(ExcludedRows.condition("radacct", "tenant_it's"))
        .isEqualTo(
            "(c.relname OPERATOR(pg_catalog.~~) 'radacct' AND n.nspname::pg_catalog.text"
                + " OPERATOR(pg_catalog.=) 'tenant_it''s')");
  }

  @Test
  void namesPartitionsExactlyInPatternsOfBoundedLength() {
    assertThat(ExcludedRows.alternatives("public", List.of("a", "b*", "c\"d")))
        .containsExactly("\"public\".\"a\"|\"b*\"|\"c\"\"d\"");
    List<String> names = IntStream.rangeClosed(1, 250).mapToObj(i -> "p" + i).toList();
    assertThat(ExcludedRows.alternatives("s", names))
        .hasSize(3)
        .allMatch(pattern -> pattern.startsWith("\"s\".\"p"))
        .last()
        .asString()
        .startsWith("\"s\".\"p201\"|")
        .endsWith("|\"p250\"");
  }
}
