package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Statements that may fail without undoing the restore, because a role, a permission or a library
 * is missing in the target: each runs in a subtransaction, and the server notes why it failed in a
 * setting of the session, which is read at the end.
 */
final class Optionally {
  private static final String SETTING = "proxpanel.left_out";

  /** Many failures are not noted one by one. */
  private static final int MOST_CHARS = 200_000;

  private static final String CONDITIONS =
      String.join(
          " OR ",
          "insufficient_privilege",
          "undefined_object",
          "undefined_table",
          "undefined_function",
          "undefined_column",
          "undefined_file",
          "invalid_schema_name",
          "invalid_grant_operation",
          "invalid_grantor",
          "invalid_parameter_value",
          "object_not_in_prerequisite_state");

  /** Nobody who writes an archive can know it. */
  private final String quote = "$q" + UUID.randomUUID().toString().replace("-", "") + "$";

  /**
   * A block that runs statements, or notes why it could not.
   *
   * @param kind of the thing, for people
   * @param name of the thing, for people; byte for byte as the statements are
   * @param statements in SQL; they must not end the transaction
   */
  String block(String kind, String name, String statements) {
    return block(kind, name, statements, CONDITIONS);
  }

  /** The same for the conditions of PL/pgSQL that are given. */
  String block(String kind, String name, String statements, String conditions) {
    String inner = quote.replace("$q", "$i");
    return "DO "
        + quote
        + "\nBEGIN\n  EXECUTE "
        + inner
        + statements
        + inner
        + ";\nEXCEPTION WHEN "
        + conditions
        + " THEN\n  PERFORM pg_catalog.set_config('"
        + SETTING
        + "', pg_catalog.left(pg_catalog.concat(pg_catalog.current_setting('"
        + SETTING
        + "', true), pg_catalog.json_build_object('kind', "
        + inner
        + kind
        + inner
        + ", 'name', "
        + inner
        + name
        + inner
        + ", 'reason', SQLERRM)::pg_catalog.text, E'\\n'), "
        + MOST_CHARS
        + "), false);\nEND\n"
        + quote
        + ";\n";
  }

  /** Runs statements in the session itself. */
  void run(PsqlSession session, String kind, String name, String statements)
      throws SqlException, AgentException {
    session.execute(block(kind, name, statements));
  }

  /** What could not be done until now; each is told once. */
  static List<NotRestored> take(PsqlSession session) throws SqlException, AgentException {
    String noted =
        session
            .row(
                "SELECT coalesce(current_setting('"
                    + SETTING
                    + "', true), '') AS noted, set_config('"
                    + SETTING
                    + "', '', false)")
            .get("noted")
            .asText();
    return parse(List.of(noted.split("\n")));
  }

  /**
   * A SELECT of what could not be done in a session, a row for each and one at least. No quote is
   * in it, which would be the end of one that an archive has left open.
   *
   * @param mark what each row begins with
   */
  static String select(String mark) {
    return "SELECT pg_catalog.concat($mark$"
        + mark
        + "$mark$, line) FROM pg_catalog.regexp_split_to_table(pg_catalog.concat("
        + "pg_catalog.current_setting($mark$"
        + SETTING
        + "$mark$, true)), pg_catalog.chr(10)) AS line;";
  }

  /** What the session has noted, a line for each. */
  static List<NotRestored> parse(List<String> noted) {
    List<NotRestored> failures = new ArrayList<>();
    for (String line : noted) {
      if (line.endsWith("}")) {
        try {
          JsonNode failure = Json.read(line, JsonNode.class);
          failures.add(
              new NotRestored(
                  failure.get("kind").asText(),
                  failure.get("name").asText(),
                  reason(failure.get("reason").asText())));
        } catch (IOException e) {
          failures.add(new NotRestored("statement", "", line));
        }
      }
    }
    return failures;
  }

  private static String reason(String message) {
    return message.matches("role \".*\" does not exist") ? RestoreEdits.NO_SUCH_ROLE : message;
  }

  /** The text that such statements are. */
  static String text(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Text of ours for the middle of statements that are written byte for byte. */
  static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
