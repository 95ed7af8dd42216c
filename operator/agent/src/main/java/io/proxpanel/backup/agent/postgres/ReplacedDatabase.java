package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveContents;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be known of a database before another one takes its place.
 *
 * @param gone objects that the archive does not have, for people
 * @param ofOthers objects of roles whose rights the one that restores has not, for people
 * @param invalidIndexes their quoted names
 * @param extensionOwners by the extension's name
 * @param extensionVersions by the extension's name
 */
public record ReplacedDatabase(
    List<String> gone,
    List<String> ofOthers,
    List<String> invalidIndexes,
    Map<String, String> extensionOwners,
    Map<String, String> extensionVersions) {

  private static final String EXTENSION = "extension ";

  private static final String EXTENSIONS =
      "SELECT extname AS name, pg_get_userbyid(extowner) AS owner, extversion AS version"
          + " FROM pg_extension";

  private static final String LARGE_OBJECTS =
      "SELECT m.oid::text AS oid, pg_get_userbyid(m.lomowner) AS owner"
          + " FROM pg_largeobject_metadata m WHERE NOT pg_has_role(m.lomowner, 'USAGE')"
          + " ORDER BY m.oid LIMIT 1";

  /** Copies what it gets. */
  public ReplacedDatabase {
    gone = List.copyOf(gone);
    ofOthers = List.copyOf(ofOthers);
    invalidIndexes = List.copyOf(invalidIndexes);
    extensionOwners = Map.copyOf(extensionOwners);
    extensionVersions = Map.copyOf(extensionVersions);
  }

  /** Asks the server. */
  public static ReplacedDatabase ask(PsqlSession session, DatabaseLogin login, RestoreScope scope)
      throws AgentException {
    Set<ArchiveContents.Name> listed = new HashSet<>();
    scope.contents().items().forEach(item -> listed.add(item.id()));
    List<String> gone = new ArrayList<>();
    List<String> others = new ArrayList<>();
    Map<String, String> owners = new HashMap<>();
    Map<String, String> versions = new HashMap<>();
    try {
      TargetInventory.forEach(
          session,
          "true",
          entry -> {
            boolean standard =
                entry.name().equals(new ArchiveContents.Name("SCHEMA", "", "public"));
            if (!standard && !listed.contains(entry.name())) {
              gone.add(entry.inWords());
            }
            if (!standard && !entry.own()) {
              others.add(entry.inWords() + " of \"" + entry.owner() + "\"");
            }
          });
      for (JsonNode row : session.rows(LARGE_OBJECTS)) {
        others.add(
            "large object "
                + row.get("oid").asText()
                + " of \""
                + row.get("owner").asText()
                + "\"");
      }
      session.forEachRow(
          EXTENSIONS,
          row -> {
            owners.put(row.get("name").asText(), row.get("owner").asText());
            versions.put(row.get("name").asText(), row.get("version").asText());
          });
      return new ReplacedDatabase(gone, others, InvalidIndexes.in(session), owners, versions);
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  /**
   * What is not as it was in the database that takes its place.
   *
   * @param found what the restore itself has found
   * @param session in the new database
   * @param login of that session
   */
  public List<NotRestored> differences(
      List<NotRestored> found, PsqlSession session, DatabaseLogin login) throws AgentException {
    List<NotRestored> all = new ArrayList<>(found);
    // A dump does not say whom an extension belongs to, and this database did.
    all.removeIf(
        each ->
            each.kind().equals("owner")
                && each.name().startsWith(EXTENSION)
                && login
                    .username()
                    .equals(extensionOwners.get(each.name().substring(EXTENSION.length()))));
    try {
      all.addAll(InvalidIndexes.gone(session, invalidIndexes));
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
    return all;
  }
}
