package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.RestoreOutcome;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Versions of extensions, which an archive does not have: one that is made is the newest there. */
public final class ExtensionVersions {
  private static final String VERSIONS =
      "SELECT extname AS name, extversion AS version FROM pg_catalog.pg_extension";

  private ExtensionVersions() {}

  /** Those of the extensions in the database, by name. */
  public static Map<String, String> ask(PsqlSession session, DatabaseLogin login)
      throws AgentException {
    try {
      Map<String, String> versions = new TreeMap<>();
      session.forEachRow(
          VERSIONS, row -> versions.put(row.get("name").asText(), row.get("version").asText()));
      return versions;
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  /**
   * The outcome of a restore, and which extensions are in another version now.
   *
   * @param manifest that stands beside the file, and may say which they were
   */
  public static RestoreOutcome told(
      RestoreOutcome outcome, Optional<Manifest> manifest, PsqlSession session, DatabaseLogin login)
      throws AgentException {
    Map<String, String> before = manifest.map(Manifest::extensions).orElse(Map.of());
    return before.isEmpty() ? outcome : outcome.and(differing(before, ask(session, login)));
  }

  /**
   * Those that are in another version than they were in.
   *
   * @param before by name, as they were
   * @param now by name, as they are
   */
  public static List<NotRestored> differing(Map<String, String> before, Map<String, String> now) {
    List<NotRestored> differing = new ArrayList<>();
    new TreeMap<>(before)
        .forEach(
            (name, version) -> {
              String present = now.get(name);
              if (present != null && !present.equals(version)) {
                differing.add(
                    new NotRestored(
                        "extension version", name, "it was " + version + " and is " + present));
              }
            });
    return differing;
  }
}
