package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Roles that an archive's objects need and the target's server does not have. */
public final class MissingRoles {
  private static final int MOST = 20;

  private MissingRoles() {}

  /**
   * Looks before the first change.
   *
   * @param needed names of roles
   * @return a sentence with what to run, or null where all are there
   */
  public static String warning(PsqlSession session, DatabaseLogin login, Set<String> needed)
      throws AgentException {
    Set<String> missing = new TreeSet<>(needed);
    try {
      session.forEachRow(
          "SELECT rolname AS name FROM pg_catalog.pg_roles",
          row -> missing.remove(row.get("name").asText()));
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
    return warning(missing, login.username());
  }

  static String warning(Set<String> missing, String login) {
    if (missing.isEmpty()) {
      return null;
    }
    return (missing.size() == 1
            ? "The server lacks a role that objects of the backup need: what it owned"
            : "The server lacks "
                + missing.size()
                + " roles that objects of the backup need: what they owned")
        + " comes to \""
        + login
        + "\", and what was granted to "
        + (missing.size() == 1 ? "it" : "them")
        + " is left out. To have that as it was, run "
        + missing.stream()
            .limit(MOST)
            .map(role -> "CREATE ROLE " + DumpScope.quoted(role) + ";")
            .collect(Collectors.joining(" "))
        + (missing.size() > MOST ? " and " + (missing.size() - MOST) + " more like it" : "")
        + " there and restore again.";
  }
}
