package io.proxpanel.backup.e2e.agent;

import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Databases that have something of every kind, made by those who may make it. */
final class WholeFixtures {
  static final Path FOLDER = Path.of("src/test/resources/restore/whole");
  static final String PANEL = "panel";
  static final String ACME = "acme";
  static final String TENANT = "tenant_acme";
  private static final String PASSWORD = "right";

  private final PostgresServer server;

  /** Makes the roles that own things and may see them. */
  WholeFixtures(PostgresServer server) {
    this.server = server;
    run("postgres", server.superuser(), FOLDER.resolve("roles.sql"));
  }

  /**
   * A new database that belongs to {@code panel}.
   *
   * @param beside the owner's things: {@code superuser-alone}, {@code tenant}, or nothing
   */
  void create(String database, String... beside) {
    server.createDatabase(database, PANEL);
    run(database, server.superuser(), FOLDER.resolve("superuser/00-first.sql"));
    all("owner").forEach(script -> run(database, PANEL, script));
    all("superuser").stream()
        .filter(script -> !script.endsWith("00-first.sql"))
        .forEach(script -> run(database, server.superuser(), script));
    for (String folder : beside) {
      String role = folder.equals("tenant") ? ACME : server.superuser();
      all(folder).forEach(script -> run(database, role, script));
    }
  }

  /** Changes a database: {@code owner}, {@code superuser}, {@code tenant}, {@code outside}. */
  void damage(String database, String role, String what) {
    run(database, role, FOLDER.resolve("damage/" + what + ".sql"));
  }

  /** The database as a role sees it. */
  IspDatabase as(String database, String role) {
    return new IspDatabase(server, database, role, password(role));
  }

  private String password(String role) {
    return role.equals(server.superuser()) ? server.superuserPassword() : PASSWORD;
  }

  private void run(String database, String role, Path script) {
    server.psqlFile(database, role, password(role), script.toAbsolutePath(), List.of());
  }

  private static List<Path> all(String folder) {
    try (Stream<Path> scripts = Files.list(FOLDER.resolve(folder))) {
      return scripts.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
