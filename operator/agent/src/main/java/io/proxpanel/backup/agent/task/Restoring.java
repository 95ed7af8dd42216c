package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.BackupFile;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.RestoreScope;
import io.proxpanel.backup.agent.postgres.ServerFacts;
import io.proxpanel.backup.agent.postgres.TargetPrivileges;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * What the ways of restoring have in common, once the file is proven and the server has answered.
 *
 * @param context of the task
 * @param task what is to be done
 * @param file that is restored
 * @param manifest that stands beside it
 * @param clients all versions of PostgreSQL's programs
 * @param client the one that can restore the file
 * @param login to the database that is restored
 * @param server what is known of it
 */
record Restoring(
    TaskContext context,
    Task.Restore task,
    ProvenFile file,
    Optional<Manifest> manifest,
    PostgresClients clients,
    PostgresClients.Client client,
    DatabaseLogin login,
    ServerFacts server) {

  /** How the server's views name the task's sessions. */
  static String applicationName(Task.Restore task) {
    return "proxpanel-restore-" + task.uid();
  }

  String applicationName() {
    return applicationName(task);
  }

  String database() {
    return login.database();
  }

  long lockTimeoutSeconds() {
    return context.settings().lockTimeoutSeconds();
  }

  /** What of a database the file holds. */
  RestoreScope scope() {
    return RestoreScope.of(
        file.archive().contents(), task.tenantSchema(), task.fileName(), manifest);
  }

  /**
   * How it is done, with the search path of the role that dumped, where it was recorded, else of
   * the role that restores.
   */
  RestoreOptions options() {
    return task.options()
        .orWithSearchPath(
            manifest
                .map(Manifest::server)
                .map(TaskResult.Server::searchPath)
                .orElse(server.searchPath()));
  }

  /** The archive, from its first byte. */
  InputStream archive() throws AgentException, IOException {
    return BackupFile.openPlaintext(file.path(), file.opened());
  }

  String sha256() {
    return file.opened().plaintextSha256();
  }

  /** What is set again of the target's privileges, where the file says nothing of any. */
  TargetPrivileges privileges() throws AgentException {
    return saysWhoMayDoWhat()
        ? TargetPrivileges.NONE
        : TargetPrivileges.read(
            clients.forDump(server.major(), server.version()),
            login,
            applicationName(),
            task.tenantSchema(),
            lockTimeoutSeconds(),
            context.cleanup());
  }

  /** Panels dump without privileges, and so did this agent before it recorded the search path. */
  boolean saysWhoMayDoWhat() {
    boolean recorded =
        manifest.map(Manifest::server).map(TaskResult.Server::searchPath).isPresent();
    return recorded
        || file.archive().contents().items().stream()
            .anyMatch(item -> item.kind().endsWith("ACL") && !item.tag().startsWith("DATABASE "));
  }

  static String notAnalyzed(String why) {
    return "The data is back, but ANALYZE failed, so queries may be slow until autovacuum has done"
        + " it: "
        + why;
  }
}
