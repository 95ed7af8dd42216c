package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.DatabaseGuard;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.RouterRows;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.Task;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which routers a run is about: those of the task, and those that a database knows.
 *
 * @param context of the task
 * @param task the run
 */
record RouterSearch(TaskContext context, Task.Routers task) {
  private static final Logger LOG = LoggerFactory.getLogger(RouterSearch.class);

  /**
   * All of them, those of the task first.
   *
   * @throws AgentException {@code RouterQueryFailed}, also when there is no router at all; or as
   *     {@link RouterRows#ask}
   */
  List<Router> routers() throws AgentException {
    List<Router> all = new ArrayList<>(task.routers());
    if (task.query() != null) {
      all.addAll(found(task.query()));
    }
    return all;
  }

  private List<Router> found(Task.RouterQuery query) throws AgentException {
    String applicationName = "proxpanel-backup-" + task.uid();
    PostgresClients clients = PostgresClients.below(context.settings().postgresRoot());
    try (DatabaseLogin login =
            DatabaseLogin.open(query.database(), context.settings().scratch(), context.cleanup());
        PsqlSession session =
            PsqlSession.open(clients.newest(), login, applicationName, context.cleanup())) {
      context.interruption().sessions(clients.newest(), login, applicationName);
      new DatabaseGuard(session, login, applicationName).endLeftovers();
      RouterRows rows =
          RouterRows.ask(session, login, query.query(), context.settings().lockTimeoutSeconds());
      FoundRouters found = FoundRouters.of(rows.rows(), task.routers(), query.settings());
      LOG.atInfo()
          .addKeyValue("database", login.database())
          .addKeyValue("server", login.server())
          .log("{} routers found in {} rows", found.routers().size(), rows.rows().size());
      found.warnings().forEach(context.report()::warn);
      if (found.routers().isEmpty()) {
        none(login);
      }
      return found.routers();
    }
  }

  /** A run without any router is none; beside others it is worth a word. */
  private void none(DatabaseLogin login) throws AgentException {
    String sentence =
        "The query for routers finds none in the database \""
            + login.database()
            + "\" at "
            + login.server()
            + ": look what it returns there, and whether the panel has routers of the type"
            + " mikrotik.";
    if (task.routers().isEmpty()) {
      throw new AgentException(ErrorCode.RouterQueryFailed, sentence);
    }
    context.report().warn(sentence);
  }
}
