package io.proxpanel.backup.e2e.agent;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.swap.DatabaseFacts;
import io.proxpanel.backup.agent.postgres.swap.DatabaseTwin;
import io.proxpanel.backup.agent.postgres.swap.NotSet;
import io.proxpanel.backup.agent.postgres.swap.Rename;
import io.proxpanel.backup.agent.postgres.swap.ServerSide;
import io.proxpanel.backup.agent.postgres.swap.SwapState;
import io.proxpanel.backup.agent.postgres.swap.SwapStep;
import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Swaps a database as a restore does, without a file: the new one is filled by a statement. */
final class SwapServer implements AutoCloseable {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-12-01T12:00:05Z"), ZoneOffset.UTC);

  /** The agent dies. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final IspDatabase database;
  private final Cleanup cleanup = new Cleanup();
  private final DatabaseLogin login;
  private final ServerSide server;

  SwapServer(IspDatabase database, Path folder) throws AgentException {
    this.database = database;
    AgentJob job = new AgentJob(folder);
    DatabaseAddress address = job.address(database);
    this.login = DatabaseLogin.open(address, job.scratch(), cleanup);
    this.server =
        new ServerSide(
            PostgresClients.below(PostgresInstallation.root()).newest(),
            login,
            "proxpanel-restore-test",
            cleanup);
  }

  static SwapServer asSuperuser(PostgresServer server, String name, Path folder)
      throws AgentException {
    return new SwapServer(
        new IspDatabase(server, name, server.superuser(), server.superuserPassword()), folder);
  }

  ServerSide server() {
    return server;
  }

  DatabaseLogin login() {
    return login;
  }

  Cleanup cleanup() {
    return cleanup;
  }

  Rename rename(SwapStep.Listener listener) {
    return new Rename(server, CLOCK, listener);
  }

  SwapState state(String uid) throws Exception {
    try (PsqlSession session = server.open()) {
      return SwapState.of(SwapState.observe(session), database.name(), uid);
    }
  }

  DatabaseFacts properties(String name) throws Exception {
    try (PsqlSession session = server.open()) {
      return DatabaseFacts.read(session, name).orElseThrow();
    }
  }

  /** Goes on until it is done; dies where the listener throws, as a killed agent does. */
  List<NotSet> swap(String uid, String fill, SwapStep.Listener listener) throws Exception {
    List<NotSet> notSet = new ArrayList<>();
    SwapState state = state(uid);
    for (int i = 0; i < 6 && state.next() != SwapState.Next.DONE; i++) {
      step(state, uid, fill, listener, notSet);
      state = state(uid);
    }
    if (state.next() != SwapState.Next.DONE) {
      throw new IllegalStateException(state.toString());
    }
    return notSet;
  }

  private void step(
      SwapState state, String uid, String fill, SwapStep.Listener listener, List<NotSet> notSet)
      throws Exception {
    String name = database.name();
    try (PsqlSession session = server.open()) {
      DatabaseTwin twin = new DatabaseTwin(session, login, listener);
      switch (state.next()) {
        case CREATE -> {
          DatabaseFacts like = DatabaseFacts.read(session, name).orElseThrow();
          notSet.addAll(twin.create(like, state.newName(), name, uid));
          database.server().psql(state.newName(), database.role(), database.password(), fill);
          notSet.addAll(twin.finish(like, state.newName(), name, uid));
        }
        case DROP_NEW -> twin.drop(state.newName());
        case RENAME -> rename(listener).swap(state.newName(), name, uid, true, () -> {});
        default -> throw new IllegalStateException(state.toString());
      }
    }
  }

  @Override
  public void close() {
    login.close();
    cleanup.close();
  }
}
