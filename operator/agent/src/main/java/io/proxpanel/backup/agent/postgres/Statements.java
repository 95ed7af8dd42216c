package io.proxpanel.backup.agent.postgres;

import java.util.ArrayList;
import java.util.List;

/** Takes statements apart that pg_dump writes one after the other, as those of grants. */
final class Statements {
  private static final String AS_OTHER = "SET SESSION AUTHORIZATION ";
  private static final String AS_ITSELF = "RESET SESSION AUTHORIZATION;";

  private Statements() {}

  /**
   * Each statement with its semicolon; those that another role makes come with what makes it so.
   */
  static List<String> split(String text) {
    List<String> statements = new ArrayList<>();
    StringBuilder group = null;
    int start = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == ';') {
        String statement = text.substring(start, i + 1).strip();
        start = i + 1;
        if (statement.startsWith(AS_OTHER)) {
          group = new StringBuilder(statement);
        } else if (group == null) {
          statements.add(statement);
        } else {
          group.append('\n').append(statement);
          if (statement.equals(AS_ITSELF)) {
            statements.add(group.toString());
            group = null;
          }
        }
      }
    }
    String rest = text.substring(start).strip();
    if (!rest.isEmpty() || group != null) {
      statements.add((group == null ? "" : group) + rest);
    }
    return statements;
  }

  /** The same for a role that is no superuser: as a member of the other role. */
  static String asMember(String statement) {
    return statement.startsWith(AS_OTHER)
        ? statement.replace(AS_OTHER, "SET ROLE ").replace(AS_ITSELF, "RESET ROLE;")
        : statement;
  }
}
