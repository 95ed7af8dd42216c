package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PsqlSessionTest {
  @Test
  void findsTheFirstErrorBehindWarningsInAnyLanguage() {
    SqlException e =
        PsqlSession.parse(
            """
            psql:<stdin>:3: WARNUNG:  01000: nur ein Hinweis
            psql:<stdin>:7: FEHLER:  42P01: Relation »x« existiert nicht
            LOCATION:  parserOpenTable, parse_relation.c:1392
            psql:<stdin>:8: FEHLER:  25P02: zu spät
            """);

    assertThat(e.state()).isEqualTo("42P01");
    assertThat(e.getMessage()).isEqualTo("Relation »x« existiert nicht");
    assertThat(e.connectionLost()).isFalse();
  }

  @Test
  void wordsWithoutAStateAreALostConnection() {
    SqlException e = PsqlSession.parse("psql: error: connection to server was lost");

    assertThat(e.state()).isNull();
    assertThat(e.connectionLost()).isTrue();
    assertThat(PsqlSession.parse("FATAL:  57P01: terminating connection").connectionLost())
        .isTrue();
  }

  @Test
  void whatTheServerAddsIsPassedOnUpToALimit() {
    SqlException e =
        PsqlSession.parse(
            """
            psql:<stdin>:7: ERROR:  2BP01: cannot drop table a because other objects depend on it
            DETAIL:  view b depends on table a
            view c depends on table a
            HINT:  Use DROP ... CASCADE to drop the dependent objects too.
            CONTEXT:  SQL statement "DROP TABLE a"
            LOCATION:  reportDependentObjects, dependency.c:1147
            """);

    assertThat(e.withDetails())
        .isEqualTo(
            "cannot drop table a because other objects depend on it; detail: view b depends on table"
                + " a, view c depends on table a; hint: Use DROP ... CASCADE to drop the dependent"
                + " objects too; at: SQL statement \"DROP TABLE a\"");
    assertThat(PsqlSession.parse("ERROR:  22012: x\nDETAIL:  " + "y".repeat(999)).withDetails())
        .hasSizeLessThan(330)
        .endsWith("…");
  }

  @Test
  void quotesLiterals() {
    assertThat(PsqlSession.literal("it's")).isEqualTo("'it''s'");
  }
}
