package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds tenants by the names of their schemas; those that the panel does not call active are left
 * out. Where it cannot be asked, all are taken: a backup too many does no harm.
 */
final class TenantSchemas {
  private static final String SCHEMAS =
      "SELECT nspname AS name FROM pg_namespace WHERE left(nspname::text, %1$d) = %2$s"
          + " AND length(nspname::text) > %1$d";

  private TenantSchemas() {}

  static Tenants ask(PsqlSession session, DatabaseLogin login) throws SqlException, AgentException {
    SortedSet<String> slugs = slugs(session);
    Optional<PanelTable> panel = PanelTable.ask(session);
    if (panel.isEmpty() || panel.get().hidden() != PanelTable.Hidden.NO) {
      String warning = panel.map(table -> unfiltered(table.hidden(), login)).orElse(null);
      return new Tenants(
          slugs, new TreeSet<>(), warning, "it has no schema named " + Tenants.PREFIX + "…");
    }
    SortedSet<String> active = names(session, panel.get().activeNames());
    SortedSet<String> kept = new TreeSet<>(slugs);
    kept.removeIf(slug -> !active.contains(slug) && !active.contains(Tenants.PREFIX + slug));
    SortedSet<String> withoutSchema = new TreeSet<>(active);
    withoutSchema.removeIf(name -> slugs.contains(name) || isSchema(name, slugs));
    return new Tenants(
        kept,
        withoutSchema,
        null,
        "none of its schemas is that of a tenant that is active in " + PanelTable.NAME);
  }

  private static boolean isSchema(String name, SortedSet<String> slugs) {
    return name.startsWith(Tenants.PREFIX)
        && slugs.contains(name.substring(Tenants.PREFIX.length()));
  }

  private static SortedSet<String> slugs(PsqlSession session) throws SqlException, AgentException {
    String select = SCHEMAS.formatted(Tenants.PREFIX.length(), PsqlSession.literal(Tenants.PREFIX));
    SortedSet<String> slugs = new TreeSet<>();
    for (String schema : names(session, select)) {
      slugs.add(schema.substring(Tenants.PREFIX.length()));
    }
    return slugs;
  }

  private static SortedSet<String> names(PsqlSession session, String select)
      throws SqlException, AgentException {
    SortedSet<String> names = new TreeSet<>();
    for (JsonNode row : session.rows(select)) {
      names.add(row.get("name").asText());
    }
    return names;
  }

  private static String unfiltered(PanelTable.Hidden hidden, DatabaseLogin login) {
    String remedy =
        hidden == PanelTable.Hidden.BY_ROW_SECURITY
            ? "give the role BYPASSRLS, or log in with the owner"
            : "grant it (GRANT USAGE ON SCHEMA %1$s TO %3$s; GRANT SELECT ON %2$s TO %3$s)"
                .formatted(PanelTable.SCHEMA, PanelTable.NAME, login.username());
    return "The role \""
        + login.username()
        + "\" may not read "
        + (hidden == PanelTable.Hidden.BY_ROW_SECURITY ? "all rows of " : "")
        + PanelTable.NAME
        + " in the database \""
        + login.database()
        + "\", so that tenants that are not active are taken too: "
        + remedy
        + ".";
  }
}
