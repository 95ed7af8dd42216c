package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.postgres.DatabaseGuard;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.swap.DatabaseTwin;
import io.proxpanel.backup.agent.postgres.swap.ServerSide;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends on the server what a task has begun there. A client that goes away is not noticed by a
 * server that is busy, making an index for instance, and its locks stay until it is.
 */
final class Interruption {
  private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
  private static final long SECONDS = 3;

  private Sessions sessions;
  private Unfinished unfinished;

  private record Sessions(
      PostgresClients.Client client, DatabaseLogin login, String applicationName) {}

  private record Unfinished(ServerSide server, String database, String uid) {}

  /** From here on there is a database that is of no use unless the task comes to its end. */
  synchronized void dropping(ServerSide server, String database, String uid) {
    unfinished = new Unfinished(server, database, uid);
  }

  /** From here on there are sessions to end. */
  synchronized void sessions(
      PostgresClients.Client client, DatabaseLogin login, String applicationName) {
    sessions = new Sessions(client, login, applicationName);
  }

  /** Ends them; takes a few seconds at most. */
  synchronized void endSessions() {
    Sessions toEnd = sessions;
    Unfinished toDrop = unfinished;
    if (toEnd == null && toDrop == null) {
      return;
    }
    try (Cleanup own = new Cleanup()) {
      Thread thread =
          new Thread(
              () -> {
                if (toDrop != null) {
                  drop(toDrop, own);
                }
                if (toEnd != null) {
                  terminate(toEnd, own);
                }
              },
              "end of sessions");
      thread.setDaemon(true);
      thread.start();
      thread.join(TimeUnit.SECONDS.toMillis(SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void drop(Unfinished toDrop, Cleanup own) {
    ServerSide server =
        new ServerSide(
            toDrop.server().client(), toDrop.server().login(), "proxpanel-interruption", own);
    try (PsqlSession session = server.open()) {
      new DatabaseTwin(session, server.login(), step -> {})
          .dropUnfinished(toDrop.database(), toDrop.uid());
    } catch (AgentException e) {
      LOG.atWarn().log("the unfinished database was not dropped: {}", e.getMessage());
    }
  }

  private static void terminate(Sessions toEnd, Cleanup own) {
    try (PsqlSession session =
        PsqlSession.open(toEnd.client(), toEnd.login(), "proxpanel-interruption", own)) {
      new DatabaseGuard(session, toEnd.login(), toEnd.applicationName()).endLeftovers();
    } catch (AgentException e) {
      LOG.atWarn().log("sessions on the server were not ended: {}", e.getMessage());
    }
  }
}
