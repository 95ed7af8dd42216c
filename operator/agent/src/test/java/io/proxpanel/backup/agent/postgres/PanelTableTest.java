package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.postgres.PanelTable.Column;
import io.proxpanel.backup.agent.postgres.PanelTable.Hidden;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PanelTableTest {
  @ParameterizedTest
  @CsvSource({
    "'slug S, is_active B', slug, t.\"is_active\"",
    "'enabled B, active B, tenant_slug S, schema S', schema, t.\"active\"",
    "'schema_name S, schema S, enabled B, status S', schema_name, t.\"enabled\"",
    "'slug S, status S', slug, lower(t.\"status\"::text) = 'active'",
    "'slug S, is_active N, status E', slug, lower(t.\"status\"::text) = 'active'"
  })
  void choosesItsColumns(String columns, String name, String condition) {
    PanelTable table = of(columns).orElseThrow();

    assertThat(table.hidden()).isEqualTo(Hidden.NO);
    assertThat(table.activeNames())
        .isEqualTo(
            "SELECT DISTINCT t.\"%1$s\"::text AS name FROM admin.tenants t WHERE %2$s"
                    .formatted(name, condition)
                + " AND t.\"%s\" IS NOT NULL".formatted(name));
  }

  @ParameterizedTest
  @CsvSource({"''", "'slug S'", "'is_active B'", "'slug S, active N, status N'"})
  void saysNothingWithoutAColumnForEach(String columns) {
    assertThat(of(columns)).isEmpty();
  }

  @Test
  void needsToReadItsColumnsOnly() {
    Column secret = new Column("secret", "S", false, false);
    Column slug = new Column("slug", "S", true, false);
    Column active = new Column("active", "B", true, false);

    assertThat(hidden(secret, slug, active)).isEqualTo(Hidden.NO);
    assertThat(hidden(slug, new Column("active", "B", false, false)))
        .isEqualTo(Hidden.BY_PRIVILEGES);
    assertThat(hidden(active, new Column("slug", "S", false, true)))
        .isEqualTo(Hidden.BY_PRIVILEGES);
    assertThat(hidden(new Column("slug", "S", true, true), new Column("active", "B", true, true)))
        .isEqualTo(Hidden.BY_ROW_SECURITY);
  }

  private static Hidden hidden(Column... columns) {
    return PanelTable.of(List.of(columns)).orElseThrow().hidden();
  }

  private static Optional<PanelTable> of(String columns) {
    return PanelTable.of(
        Stream.of(columns.split(", "))
            .filter(column -> !column.isEmpty())
            .map(column -> column.split(" "))
            .map(words -> new Column(words[0], words[1], true, false))
            .toList());
  }
}
