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
  void quotesLiterals() {
    assertThat(PsqlSession.literal("it's")).isEqualTo("'it''s'");
  }
}
