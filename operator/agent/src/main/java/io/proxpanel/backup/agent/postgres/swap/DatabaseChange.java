package io.proxpanel.backup.agent.postgres.swap;

import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.swap.DatabaseFacts.Grant;
import io.proxpanel.backup.agent.postgres.swap.DatabaseFacts.Label;
import io.proxpanel.backup.agent.postgres.swap.DatabaseFacts.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A statement that makes one property of a database what it is to be.
 *
 * @param kind of property
 * @param name which of its kind
 * @param statement that sets it
 */
record DatabaseChange(String kind, String name, String statement) {
  /** Settings whose value is a list of names, which the catalog has quoted already. */
  private static final Set<String> LISTS =
      Set.of(
          "local_preload_libraries",
          "search_path",
          "session_preload_libraries",
          "shared_preload_libraries",
          "temp_tablespaces",
          "unix_socket_directories");

  /**
   * Owner and privileges, which a database has before anybody can connect to it.
   *
   * @param wanted how it is to be
   * @param actual how it is now, under its own name
   */
  static List<DatabaseChange> ofAccess(DatabaseFacts wanted, DatabaseFacts actual) {
    List<DatabaseChange> changes = new ArrayList<>();
    String database = "DATABASE " + Sql.identifier(actual.name());
    if (!wanted.owner().equals(actual.owner())) {
      changes.add(
          new DatabaseChange(
              "OWNER",
              wanted.owner(),
              "ALTER " + database + " OWNER TO " + Sql.identifier(wanted.owner())));
    }
    for (Grant grant : actual.grants()) {
      // What the role has that owns it instead is nothing that was left over.
      boolean ofOtherOwner =
          !wanted.owner().equals(actual.owner()) && actual.owner().equals(grant.grantee());
      if (!wanted.grants().contains(grant) && !ofOtherOwner) {
        changes.add(revoke(database, grant, wanted.owner()));
      }
    }
    // A privilege with the right to pass it on goes before what was passed on.
    for (Grant grant : wanted.grants()) {
      if (!actual.grants().contains(grant) && grant.grantable()) {
        changes.add(grant(database, grant, wanted.owner()));
      }
    }
    for (Grant grant : wanted.grants()) {
      if (!actual.grants().contains(grant) && !grant.grantable()) {
        changes.add(grant(database, grant, wanted.owner()));
      }
    }
    return changes;
  }

  /** What would be in the way of filling it, and what shows only when it has its name. */
  static List<DatabaseChange> ofRest(DatabaseFacts wanted, DatabaseFacts actual) {
    List<DatabaseChange> changes = new ArrayList<>();
    String database = "DATABASE " + Sql.identifier(actual.name());
    if (wanted.connectionLimit() != actual.connectionLimit()) {
      changes.add(
          new DatabaseChange(
              "CONNECTION LIMIT",
              String.valueOf(wanted.connectionLimit()),
              "ALTER " + database + " CONNECTION LIMIT " + wanted.connectionLimit()));
    }
    for (Label label : wanted.labels()) {
      if (!actual.labels().contains(label)) {
        changes.add(
            new DatabaseChange(
                "SECURITY LABEL",
                label.provider(),
                "SECURITY LABEL FOR "
                    + Sql.identifier(label.provider())
                    + " ON "
                    + database
                    + " IS "
                    + PsqlSession.literal(label.label())));
      }
    }
    for (Setting setting : wanted.settings()) {
      if (!actual.settings().contains(setting)) {
        changes.add(
            new DatabaseChange(
                "SETTING",
                setting.name() + (setting.role() == null ? "" : " of " + setting.role()),
                target(setting, actual.name())
                    + " SET "
                    + Sql.identifier(setting.name())
                    + " TO "
                    + value(setting)));
      }
    }
    for (Setting setting : actual.settings()) {
      boolean known =
          wanted.settings().stream()
              .anyMatch(
                  s -> s.name().equals(setting.name()) && Objects.equals(s.role(), setting.role()));
      if (!known) {
        changes.add(
            new DatabaseChange(
                "SETTING",
                setting.name() + (setting.role() == null ? "" : " of " + setting.role()),
                target(setting, actual.name()) + " RESET " + Sql.identifier(setting.name())));
      }
    }
    return changes;
  }

  private static String target(Setting setting, String database) {
    return setting.role() == null
        ? "ALTER DATABASE " + Sql.identifier(database)
        : "ALTER ROLE "
            + Sql.identifier(setting.role())
            + " IN DATABASE "
            + Sql.identifier(database);
  }

  private static DatabaseChange grant(String database, Grant grant, String owner) {
    return new DatabaseChange(
        "GRANT",
        words(grant),
        asGrantor(
            grant,
            owner,
            "GRANT "
                + grant.privilege()
                + " ON "
                + database
                + " TO "
                + grantee(grant)
                + (grant.grantable() ? " WITH GRANT OPTION" : "")));
  }

  private static DatabaseChange revoke(String database, Grant grant, String owner) {
    return new DatabaseChange(
        "REVOKE",
        words(grant),
        asGrantor(
            grant,
            owner,
            "REVOKE " + grant.privilege() + " ON " + database + " FROM " + grantee(grant)));
  }

  /** The server writes down as grantor who runs the statement; for the owner it does so itself. */
  private static String asGrantor(Grant grant, String owner, String statement) {
    return grant.grantor().equals(owner)
        ? statement
        : "SET ROLE " + Sql.identifier(grant.grantor()) + "; " + statement + "; RESET ROLE";
  }

  private static String grantee(Grant grant) {
    return grant.grantee() == null ? "PUBLIC" : Sql.identifier(grant.grantee());
  }

  private static String words(Grant grant) {
    return grant.privilege() + " of " + (grant.grantee() == null ? "PUBLIC" : grant.grantee());
  }

  private static String value(Setting setting) {
    List<String> names = LISTS.contains(setting.name()) ? names(setting.value()) : null;
    return names == null
        ? PsqlSession.literal(setting.value())
        : names.stream().map(PsqlSession::literal).collect(Collectors.joining(", "));
  }

  /** Takes a list of names apart, each quoted or not; null when it is none. */
  static List<String> names(String list) {
    List<String> names = new ArrayList<>();
    int i = 0;
    boolean more = true;
    while (more) {
      i = afterBlanks(list, i);
      StringBuilder name = new StringBuilder();
      if (i < list.length() && list.charAt(i) == '"') {
        i++;
        while (i < list.length() && (list.charAt(i) != '"' || list.startsWith("\"\"", i))) {
          i += list.charAt(i) == '"' ? 1 : 0;
          name.append(list.charAt(i++));
        }
        if (i++ >= list.length()) {
          return null;
        }
      } else {
        while (i < list.length() && list.charAt(i) != ',' && !isBlank(list.charAt(i))) {
          name.append(list.charAt(i++));
        }
        if (name.length() == 0) {
          return null;
        }
      }
      names.add(name.toString());
      i = afterBlanks(list, i);
      more = i < list.length() && list.charAt(i) == ',';
      i += more ? 1 : 0;
    }
    return i == list.length() ? names : null;
  }

  private static int afterBlanks(String list, int from) {
    int i = from;
    while (i < list.length() && isBlank(list.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
  }
}
