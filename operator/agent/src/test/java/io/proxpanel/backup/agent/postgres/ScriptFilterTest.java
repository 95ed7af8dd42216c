package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptFilterTest {
  private static final String SCRIPT =
      """
      --
      -- PostgreSQL database dump
      --

      \\restrict token

      BEGIN;

      SET statement_timeout = 0;
      SET lock_timeout = 0;
      SET transaction_timeout = 0;
      SELECT pg_catalog.set_config('search_path', '', false);

      DROP TABLE t;
      SET transaction_timeout = 0;
      COPY t FROM stdin;
      SET lock_timeout = 0;
      COMMIT;
      \\.

      COMMIT;

      --
      -- PostgreSQL database dump complete
      --

      \\unrestrict token

      """;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4096})
  void takesOutUnknownSettingsAndTheEmptySearchPathOfThePreambleAndNothingElse(int piece)
      throws IOException {
    assertThat(filter(SCRIPT, piece))
        .isEqualTo(
            """
            --
            -- PostgreSQL database dump
            --

            \\restrict token


            SET statement_timeout = 0;
            SELECT pg_catalog.set_config('search_path', '"$user", "it''s"', false);

            DROP TABLE t;
            SET transaction_timeout = 0;
            COPY t FROM stdin;
            SET lock_timeout = 0;
            COMMIT;
            \\.



            --
            -- PostgreSQL database dump complete
            --

            \\unrestrict token

            """);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1023, 1024, 1025, 5000})
  void passesRowsOfAnyLengthBeforeTheEnd(int length) throws IOException {
    String rows = "r".repeat(length) + "\n";
    String script = SCRIPT.replace("SET lock_timeout = 0;\nCOMMIT;\n", rows);
    assertThat(filter(script, 4096)).contains("FROM stdin;\n" + rows + "\\.\n\n\n\n--");
  }

  @Test
  void passesAScriptThatHasNoStatements() throws IOException {
    String script = SCRIPT.replaceAll("(?s)DROP TABLE.*\\\\\\.\n\n", "");
    assertThat(script).contains("false);\n\nCOMMIT;\n");
    assertThat(filter(script, 4096)).contains("false);\n\n\n\n--").doesNotContain("COMMIT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-- more\n", "COMMIT;\n", "\\unrestrict"})
  void refusesAScriptThatEndsInAnotherWay(String more) {
    assertThatThrownBy(() -> filter(SCRIPT + more, 64))
        .hasMessage(
            "The script of pg_restore does not end with the end of its transaction, as this agent"
                + " knows it, and the database is as it was: use an image whose agent and"
                + " pg_restore belong together.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DROP TABLE t;\n", "\\! touch /tmp/x\n", "SET lock_timeout = 0; \\! x\n"})
  void refusesAScriptThatCouldCommandPsql(String statement) {
    assertThatThrownBy(() -> filter("--\nSET statement_timeout = 0;\n" + statement, 64))
        .hasMessageContaining("does not protect psql from commands");
  }

  @Test
  void aStatementIsNotHeldUntilItsFirstLineEnds() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ScriptFilter filter = new ScriptFilter(out::write, Set.of(), "");
    String line = "COMMENT ON TABLE t IS '" + "x".repeat(1 << 20);
    byte[] start = ("--\n\\restrict token\n\n" + line).getBytes(StandardCharsets.UTF_8);

    filter.write(start, 0, start.length);

    assertThat(out.size()).isGreaterThan(start.length - 2 * ScriptFilter.LONGEST_LINE);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\n\nCOMMENT ON TABLE t IS 'xxx");
  }

  @Test
  void aRemarkWithoutAnEndIsNoPlaceForWhatProtectsPsql() {
    String remark = "-- " + "x".repeat(ScriptFilter.LONGEST_LINE - 3);
    assertThatThrownBy(() -> filter(remark + "\\restrict token\n\\! touch x\n", 64))
        .hasMessageContaining("does not protect psql from commands");
  }

  private static String filter(String script, int piece) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ScriptFilter filter =
        new ScriptFilter(
            out::write, Set.of("statement_timeout", "lock_timeout"), "\"$user\", \"it's\"");
    byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i += piece) {
      filter.write(bytes, i, Math.min(piece, bytes.length - i));
    }
    filter.finish();
    return out.toString(StandardCharsets.UTF_8);
  }
}
