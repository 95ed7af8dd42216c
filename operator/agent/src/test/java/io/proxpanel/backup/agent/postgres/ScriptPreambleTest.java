package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptPreambleTest {
  private static final String SCRIPT =
      """
      --
      -- PostgreSQL database dump
      --

      \\restrict key

      SET lock_timeout = 0;
      SET transaction_timeout = 0;
      SET client_encoding = 'UTF8';

      CREATE TABLE a ();
      SET transaction_timeout = 0;
      \\unrestrict key

      """;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void leavesOutOnlySettingsAtTheBeginningThatTheServerDoesNotKnow(int piece) throws Exception {
    assertThat(pass(SCRIPT, piece))
        .isEqualTo(SCRIPT.replaceFirst("SET transaction_timeout = 0;\n", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATE TABLE a ();\n", "SET a = 1; DROP TABLE b;\n", "\\! touch x\n"})
  void refusesAScriptThatMayGiveCommandsToPsql(String start) {
    assertThatThrownBy(() -> pass(start + SCRIPT, 1000))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "pg_restore does not protect psql from commands in a file that somebody else made (no"
                + " \\restrict in its script): use an image with the newest minor versions of"
                + " PostgreSQL.")
        .hasCauseInstanceOf(AgentException.class)
        .extracting(e -> ((AgentException) e.getCause()).code())
        .isEqualTo(ErrorCode.PgRestoreTooOld);
  }

  @Test
  void aScriptOfNothingPasses() throws Exception {
    assertThat(pass("", 10)).isEmpty();
  }

  @Test
  void aStatementIsNotHeldUntilItsFirstLineEnds() throws Exception {
    String line = "COMMENT ON TABLE t IS '" + "x".repeat(1 << 20);
    assertThat(pass(SCRIPT.replaceFirst("(?s)CREATE.*", "") + line, 1000)).endsWith(line);
  }

  @Test
  void aRemarkWithoutAnEndIsNoPlaceForWhatProtectsPsql() {
    String remark = "-- " + "x".repeat(ScriptFilter.LONGEST_LINE - 3);
    assertThatThrownBy(() -> pass(remark + "\\restrict key\n\\! touch x\n", 64))
        .hasMessageContaining("does not protect psql from commands");
  }

  private static String pass(String script, int piece) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
    try (ScriptPreamble preamble =
        new ScriptPreamble(out, Set.of("lock_timeout", "client_encoding"))) {
      for (int i = 0; i < bytes.length; i += piece) {
        preamble.write(bytes, i, Math.min(piece, bytes.length - i));
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
