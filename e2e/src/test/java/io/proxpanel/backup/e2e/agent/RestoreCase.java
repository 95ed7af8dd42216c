package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.Scope;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A case that somebody has reported: a database with its input, and what is then done to it. Roles
 * are those of a panel: {@code panel} owns the database and is no superuser, {@code radius} and
 * {@code grafana} log in only, {@code vault_a} and {@code vault_b} are members of {@code
 * app_owner}.
 */
final class RestoreCase {
  static final Path FOLDER = Path.of("src/test/resources/restore/cases");
  private static final String PASSWORD = "right";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final PostgresServer server;
  private final String database;
  private final String folder;
  private final AgentJob job;

  private RestoreCase(PostgresServer server, String owner, String folder, Path temp) {
    this.server = server;
    this.folder = folder;
    this.database = "case_" + COUNT.incrementAndGet();
    this.job = new AgentJob(temp.resolve(database));
    server.createDatabase(database, owner);
  }

  /**
   * A new database that {@code panel} owns.
   *
   * @param folder of the case's input
   * @param temp where the agent's files are
   */
  static RestoreCase of(PostgresServer server, String folder, Path temp) {
    return new RestoreCase(server, WholeFixtures.PANEL, folder, temp);
  }

  /** As {@link #of}, with another owner. */
  static RestoreCase ownedBy(String owner, PostgresServer server, String folder, Path temp) {
    return new RestoreCase(server, owner, folder, temp);
  }

  /** Makes the roles, once on a server. */
  static void createRoles(PostgresServer server) {
    for (String role : List.of("panel", "radius", "grafana", "acme", "vault_a", "vault_b")) {
      server.createRole(role, PASSWORD);
    }
    server.psql("postgres", "CREATE ROLE app_owner; GRANT app_owner TO vault_a, vault_b");
  }

  /** The same file's restore into another, empty database of the same owner. */
  RestoreCase empty(Path temp) {
    RestoreCase empty = new RestoreCase(server, WholeFixtures.PANEL, folder, temp.resolve("empty"));
    job.files().forEach(file -> copy(job.volume().resolve(file), empty.job.volume()));
    return empty;
  }

  RestoreCase load(String role, String script) {
    Path file = FOLDER.resolve(folder).resolve(script + ".sql").toAbsolutePath();
    server.psqlFile(database, role, password(role), file, List.of());
    return this;
  }

  AgentJob job() {
    return job;
  }

  String database() {
    return database;
  }

  /** Logs in as the role and runs SQL; throws with the server's message where it refuses. */
  String ask(String role, String sql) {
    return server.psql(database, role, password(role), sql);
  }

  WholePicture picture() {
    return WholePicture.of(server, database);
  }

  DatabaseAddress address(String role) {
    return job.address(new IspDatabase(server, database, role, password(role)));
  }

  /** Backs up with success. */
  TaskResult backup(String role) {
    TaskResult result = job.run(job.backup("uid-backup", AgentJob.FILE, address(role)));
    assertThat(result.failure()).isNull();
    return result;
  }

  TaskResult restore(String role) {
    return job.run(job.restore("uid-restore", AgentJob.FILE, address(role), null));
  }

  /** Restores with success and says what is not as it was. */
  List<WholeDifference> restoreAndCompare(String role, WholePicture before) {
    assertThat(restore(role).failure()).isNull();
    return before.differences(picture());
  }

  /** Backs up the tenant's schema with success. */
  TaskResult backupTenant(String role, String file) {
    job.taking(new Scope.Tenant("acme"));
    TaskResult result = job.run(job.backup("uid-tenant", file, address(role)));
    job.taking(null);
    assertThat(result.failure()).isNull();
    return result;
  }

  TaskResult restoreTenant(String role) {
    return job.run(job.restoreTenant("uid-restore", AgentJob.FILE, address(role), "tenant_acme"));
  }

  private String password(String role) {
    return role.equals(server.superuser()) ? server.superuserPassword() : PASSWORD;
  }

  private static void copy(Path file, Path folder) {
    try {
      Files.copy(file, folder.resolve(file.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
