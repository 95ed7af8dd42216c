package io.proxpanel.backup.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.e2e.isp.Checksums;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Checksums BEFORE =
      Checksums.parse(
          """
          public.cpe_tasks|7|a
          public.invoices|1200|b
          public.radcheck|30|c
          public.radius_logs|8|d
          public.radpostauth|9|e
          sequence public.invoices_id_seq|1|1200/t
          """);
  private static final Checksums DAMAGED =
      Checksums.parse("public.invoices|1200|x\nsequence public.invoices_id_seq|1|1200/t");
  private static final Checksums AFTER =
      Checksums.parse(
          """
          public.cpe_tasks|7|a
          public.invoices|1200|b
          public.radcheck|30|c
          public.radius_logs|8|d
          public.radpostauth|9|e
          sequence public.invoices_id_seq|1|1200/t
          """);

  @Test
  void whatIsEqualIsToldInOneSentence() {
    Comparison comparison = new Comparison(BEFORE, DAMAGED, AFTER);

    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.success())
        .isEqualTo(
            "Yes: 1,230 rows in 2 tables, all definitions, sequences and large objects."
                + " Every checksum is equal.");
    assertThat(comparison.leftOut()).endsWith("left as they were: 24 rows of logs.");
    assertThat(comparison.table(List.of("public.radcheck", "public.invoices")).lines())
        .map(line -> line.replaceAll(" +", " "))
        .containsExactly(
            "ROWS OF BEFORE DAMAGED NOW",
            "public.radcheck 30 no table 30",
            "public.invoices 1,200 changed 1,200");
  }

  @Test
  void anythingElseIs() {
    assertThat(new Comparison(BEFORE, DAMAGED, DAMAGED).differences())
        .containsExactly(
            "public.cpe_tasks",
            "public.invoices",
            "public.radcheck",
            "public.radius_logs",
            "public.radpostauth");
  }
}
