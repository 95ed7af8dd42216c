package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveContents;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is to be known of a database before another one takes its place.
 *
 * @param gone objects that the archive does not have, for people
 * @param ofOthers objects of roles whose rights the one that restores has not, for people
 * @param invalidIndexes their quoted names
 * @param extensions that it has
 */
public record ReplacedDatabase(
    List<String> gone,
    List<String> ofOthers,
    List<String> invalidIndexes,
    List<ReplacedExtension> extensions) {

  private static final String EXTENSION = "extension ";

  private static final String LARGE_OBJECTS =
      "SELECT m.oid::text AS oid, pg_get_userbyid(m.lomowner) AS owner"
          + " FROM pg_largeobject_metadata m WHERE NOT pg_has_role(m.lomowner, 'USAGE')"
          + " ORDER BY m.oid LIMIT 1";

  /** Copies what it gets. */
  public ReplacedDatabase {
    gone = List.copyOf(gone);
    ofOthers = List.copyOf(ofOthers);
    invalidIndexes = List.copyOf(invalidIndexes);
    extensions = List.copyOf(extensions);
  }

  /** Asks the server. */
  public static ReplacedDatabase ask(PsqlSession session, DatabaseLogin login, RestoreScope scope)
      throws AgentException {
    Set<ArchiveContents.Name> listed = new HashSet<>();
    scope.contents().items().forEach(item -> listed.add(item.id()));
    List<String> gone = new ArrayList<>();
    List<String> others = new ArrayList<>();
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
      return new ReplacedDatabase(
          gone, others, InvalidIndexes.in(session), ReplacedExtension.ask(session));
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  /** Versions by the extension's name. */
  public Map<String, String> extensionVersions() {
    return extensions.stream()
        .collect(Collectors.toMap(ReplacedExtension::name, ReplacedExtension::version));
  }

  /**
   * Makes the extensions that the archive lists as they were, where the role can, in the database
   * that takes its place.
   *
   * @param session in the new database
   * @param login of that session
   */
  public void makeExtensions(PsqlSession session, DatabaseLogin login, RestoreScope scope)
      throws AgentException {
    Set<String> listed = new HashSet<>();
    scope.contents().ofKind("EXTENSION").forEach(item -> listed.add(item.tag()));
    try {
      for (ReplacedExtension extension : extensions) {
        if (listed.contains(extension.name())) {
          extension.make(session, login.username(), scope.contents());
        }
      }
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
                && extensions.stream()
                    .anyMatch(
                        extension ->
                            each.name().equals(EXTENSION + extension.name())
                                && extension.owner().equals(login.username())));
    try {
      all.addAll(InvalidIndexes.gone(session, invalidIndexes));
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
    return all;
  }
}
