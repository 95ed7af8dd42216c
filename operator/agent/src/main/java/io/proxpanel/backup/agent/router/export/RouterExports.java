package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.copy.ScratchBudget;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.router.api.RouterErrors;
import io.proxpanel.backup.agent.router.api.RouterPatience;
import io.proxpanel.backup.contract.Router;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Fetches the configurations of routers, one router a call; calls may come from several threads at
 * once, and leave nothing behind.
 */
public final class RouterExports {
  private final Cleanup cleanup;
  private final Clock clock;
  private final Function<Router, RouterPatience> patience;
  private final OwnName names;
  private final ScratchBudget budget;
  private final SecureRandom random = new SecureRandom();

  /**
   * With the patience that each router's settings ask for.
   *
   * @param cleanup ends what is under way, and removes what is on a router, when the process is
   *     told to stop
   */
  public RouterExports(Cleanup cleanup, Clock clock) {
    this(cleanup, clock, RouterPatience::of);
  }

  /**
   * The same with another patience.
   *
   * @param patience for each router
   */
  public RouterExports(Cleanup cleanup, Clock clock, Function<Router, RouterPatience> patience) {
    this(cleanup, clock, patience, OwnName.of("", List.of()), null);
  }

  private RouterExports(
      Cleanup cleanup,
      Clock clock,
      Function<Router, RouterPatience> patience,
      OwnName names,
      ScratchBudget budget) {
    this.cleanup = cleanup;
    this.clock = clock;
    this.patience = patience;
    this.names = names;
    this.budget = budget;
  }

  /**
   * The same for a run, which knows its own files on routers and those of runs before it.
   *
   * @param uid of the run
   * @param earlier UIDs of runs that have ended
   */
  public RouterExports of(String uid, Collection<String> earlier) {
    return new RouterExports(cleanup, clock, patience, OwnName.of(uid, earlier), budget);
  }

  /** The same with no more room for what is fetched than that. */
  public RouterExports within(ScratchBudget room) {
    return new RouterExports(cleanup, clock, patience, names, room);
  }

  /**
   * Fetches the export of a router, and a binary backup where one is asked for. When this returns,
   * both are whole, and nothing of ours is on the router; when it throws, neither is in the folder.
   *
   * @param folder where {@code <name>.rsc} and {@code <name>.backup} are written, readable by the
   *     agent's user only; files of these names are replaced
   * @throws AgentException {@code RouterNameUnknown}, {@code RouterUnreachable}, {@code
   *     RouterCertificateRefused}, {@code RouterHostKeyRefused}, {@code RouterLoginRefused}, {@code
   *     RouterPermissionDenied}, {@code RouterFull}, {@code RouterProtocolError}, {@code
   *     RouterExportIncomplete}, {@code RouterFileTooLarge}; {@code SecretUnreadable}, {@code
   *     TaskInvalid}, {@code NameInvalid}; {@code VolumeFull}, {@code VolumeNotWritable}, {@code
   *     InputOutput}; {@code Interrupted}
   */
  public FetchedExport fetch(Router router, Path folder) throws AgentException {
    return fetch(router, folder, router.name());
  }

  /**
   * The same under another name than the router's, which can be any text.
   *
   * @param localName a base name, to which {@code .rsc} and {@code .backup} are added
   */
  public FetchedExport fetch(Router router, Path folder, String localName) throws AgentException {
    FileNames.requireBaseName(localName);
    ReceivedFile rsc = new ReceivedFile(folder.resolve(localName + ".rsc"), budget);
    ReceivedFile binary = new ReceivedFile(folder.resolve(localName + ".backup"), budget);
    boolean done = false;
    try (Cleanup visit = new Cleanup();
        Cleanup.Entry end = cleanup.add(visit::close);
        TimeLimit limit = new TimeLimit(patience.apply(router).whole(), end::close)) {
      FetchedExport fetched = fetch(router, rsc, binary, visit, limit);
      done = true;
      return fetched;
    } finally {
      if (!done) {
        rsc.discard();
        binary.discard();
      }
    }
  }

  private FetchedExport fetch(
      Router router, ReceivedFile rsc, ReceivedFile binary, Cleanup visit, TimeLimit limit)
      throws AgentException {
    RouterSession session = open(router, visit, limit::hasPassed);
    FetchedExport fetched;
    try (session) {
      Instant now = clock.instant();
      ExportRun run = ExportRun.begin(session, router, names.next(now, random), visit);
      new EarlierFiles(session, router, names, now).remove();
      fetched = run.fetch(rsc, binary);
    }
    return session.hasLeftFiles()
        ? fetched.with("has files of ours on it still, which the next run removes")
        : fetched;
  }

  /**
   * Logs in to a router and has it answer one question, and changes nothing there.
   *
   * @throws AgentException as {@link #fetch}
   */
  public void greet(Router router) throws AgentException {
    try (RouterSession session = open(router, cleanup, () -> false)) {
      new FactsReader(session).resource();
    }
  }

  /**
   * Asks a router what it is, and changes nothing there.
   *
   * @throws AgentException as {@link #fetch}
   */
  public RouterFacts facts(Router router) throws AgentException {
    try (RouterSession session = open(router, cleanup, () -> false)) {
      return new FactsReader(session).readWithInterfaces();
    }
  }

  private RouterSession open(Router router, Cleanup end, BooleanSupplier late)
      throws AgentException {
    return RouterSession.open(router, patience.apply(router), new RouterErrors(router), end, late);
  }
}
