package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.postgres.DatabaseGuard;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.Tenants;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TenantList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which tenants a database has, and prints them into the log. */
final class DiscoverRun {
  private static final Logger LOG = LoggerFactory.getLogger(DiscoverRun.class);
  private static final int NAMED = 5;

  private final TaskContext context;
  private final Task.Discover task;
  private final SlugPatterns patterns;

  DiscoverRun(TaskContext context, Task.Discover task) {
    this.context = context;
    this.task = task;
    this.patterns = new SlugPatterns(task.include(), task.exclude());
  }

  void run() throws AgentException {
    FileNames.requireUid(task.uid());
    context.report().stage("probing");
    String applicationName = "proxpanel-backup-" + task.uid();
    PostgresClients clients = PostgresClients.below(context.settings().postgresRoot());
    try (DatabaseLogin login =
            DatabaseLogin.open(task.database(), context.settings().scratch(), context.cleanup());
        PsqlSession session =
            PsqlSession.openDirect(clients.newest(), login, applicationName, context.cleanup())) {
      context.interruption().sessions(clients.newest(), login, applicationName);
      new DatabaseGuard(session, login, applicationName).endLeftovers();
      long lockTimeout = context.settings().lockTimeoutSeconds();
      report(login, Tenants.ask(session, login, task.query(), lockTimeout));
    }
  }

  private void report(DatabaseLogin login, Tenants found) throws AgentException {
    List<String> taken = found.slugs().stream().filter(patterns::take).toList();
    context.report().warn(found.warning());
    context.report().warn(withoutSchema(found));
    if (taken.isEmpty()) {
      context.report().warn(none(login, found));
    }
    LOG.atInfo()
        .addKeyValue("database", login.database())
        .addKeyValue("server", login.server())
        .log("{} tenants found, {} of them taken", found.slugs().size(), taken.size());
    context.report().document(DocumentPrinter.print(new TenantList(taken), context.output()));
  }

  /** A line break in a name could start a line that is taken for one of the document. */
  private String withoutSchema(Tenants found) {
    List<String> names =
        found.withoutSchema().stream()
            .filter(name -> patterns.take(Tenants.slug(name)))
            .map(Json::write)
            .toList();
    if (names.isEmpty()) {
      return null;
    }
    return "Tenants that are active in admin.tenants have no schema and are not backed up: "
        + Named.some(names, NAMED)
        + "; create their schemas, or make them inactive.";
  }

  private static String none(DatabaseLogin login, Tenants found) {
    String why =
        found.slugs().isEmpty()
            ? found.whyNone()
            : "the schedule's include and exclude leave out all " + found.slugs().size();
    return "The database \""
        + login.database()
        + "\" at "
        + login.server()
        + " has no tenants to back up: "
        + why
        + "; check the database and the schedule.";
  }
}
