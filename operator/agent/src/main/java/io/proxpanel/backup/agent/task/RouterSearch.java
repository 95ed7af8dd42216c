package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.DatabaseGuard;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.RouterRows;
import io.proxpanel.backup.agent.router.run.KnownRouter;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.SecretRouters;
import io.proxpanel.backup.contract.Task;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which routers a run is about: those of the task, those that have Secrets, and those
 * that a database knows.
 *
 * @param context of the task
 * @param uid of the task
 * @param listed those of the task
 * @param query where more are looked up, or null
 * @param secrets those that have Secrets, or null
 */
record RouterSearch(
    TaskContext context,
    String uid,
    List<Router> listed,
    Task.RouterQuery query,
    SecretRouters secrets) {
  private static final Logger LOG = LoggerFactory.getLogger(RouterSearch.class);

  /**
   * All of them, those of the task first, each with a name that no other has.
   *
   * @throws AgentException {@code RouterSelectorFailed}, {@code RouterQueryFailed}, also when there
   *     is no router at all; or as {@link RouterRows#ask}
   */
  List<KnownRouter> routers() throws AgentException {
    List<KnownRouter> all = new ArrayList<>();
    listed.forEach(router -> all.add(KnownRouter.of(router)));
    if (secrets != null) {
      all.addAll(selected());
    }
    if (query != null) {
      List<Router> known = all.stream().map(KnownRouter::router).toList();
      found(known).forEach(router -> all.add(KnownRouter.of(router)));
    }
    return all;
  }

  private List<KnownRouter> selected() throws AgentException {
    int room = Math.max(0, SecretRouters.MOST - listed.size());
    if (secrets.names().size() > room) {
      throw new AgentException(
          ErrorCode.RouterSelectorFailed,
          ("More Secrets have the labels \"%s\" than the %d routers that a run has room for%s: write"
                  + " a narrower selector, and several MikrotikBackups.")
              .formatted(
                  secrets.selector(),
                  room,
                  listed.isEmpty() ? "" : " beside those that it lists itself"));
    }
    SelectedRouters selected = SelectedRouters.of(secrets, listed);
    selected.warnings().forEach(context.report()::warn);
    if (secrets.names().isEmpty()) {
      none(
          ErrorCode.RouterSelectorFailed,
          ("No Secret has the labels \"%s\" that are selected for routers: correct the selector, or"
                  + " give the Secrets of the routers these labels.")
              .formatted(secrets.selector()),
          listed.isEmpty() && query == null);
    }
    LOG.atInfo()
        .addKeyValue("selector", secrets.selector())
        .log("{} routers have Secrets", selected.routers().size());
    return selected.routers();
  }

  private List<Router> found(List<Router> known) throws AgentException {
    String applicationName = "proxpanel-backup-" + uid;
    PostgresClients clients = PostgresClients.below(context.settings().postgresRoot());
    try (DatabaseLogin login =
            DatabaseLogin.open(query.database(), context.settings().scratch(), context.cleanup());
        PsqlSession session =
            PsqlSession.openDirect(clients.newest(), login, applicationName, context.cleanup())) {
      context.interruption().sessions(clients.newest(), login, applicationName);
      new DatabaseGuard(session, login, applicationName).endLeftovers();
      RouterRows rows =
          RouterRows.ask(session, login, query.query(), context.settings().lockTimeoutSeconds());
      FoundRouters found = FoundRouters.of(rows.rows(), known, query.settings());
      LOG.atInfo()
          .addKeyValue("database", login.database())
          .addKeyValue("server", login.server())
          .log("{} routers found in {} rows", found.routers().size(), rows.rows().size());
      found.warnings().forEach(context.report()::warn);
      if (found.routers().isEmpty()) {
        none(ErrorCode.RouterQueryFailed, nothingFound(login), known.isEmpty());
      }
      return found.routers();
    }
  }

  private static String nothingFound(DatabaseLogin login) {
    return "The query for routers finds none in the database \""
        + login.database()
        + "\" at "
        + login.server()
        + ": look what it returns there, and whether the panel has routers of the type mikrotik.";
  }

  /** A run without any router is none; beside others it is worth a word. */
  private void none(ErrorCode code, String sentence, boolean alone) throws AgentException {
    if (alone) {
      throw new AgentException(code, sentence);
    }
    context.report().warn(sentence);
  }
}
