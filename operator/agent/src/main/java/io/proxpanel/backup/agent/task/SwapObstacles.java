package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.ReplacedDatabase;
import io.proxpanel.backup.agent.postgres.swap.ServerSide;
import io.proxpanel.backup.agent.postgres.swap.SwapRequirements;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RestoreOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is in the way of replacing a database by a new one, found out before anything changes. */
final class SwapObstacles {
  /** What a restore in place may do better. */
  private static final Set<ErrorCode> OF_THE_MODE =
      EnumSet.of(
          ErrorCode.DatabaseLoginRefused,
          ErrorCode.DatabaseMissing,
          ErrorCode.DatabasePermissionDenied,
          ErrorCode.TargetLacksPrerequisites,
          ErrorCode.PgRestoreFailed);

  private final Restoring restoring;
  private final ReplacedDatabase replaced;

  SwapObstacles(Restoring restoring, ReplacedDatabase replaced) {
    this.restoring = restoring;
    this.replaced = replaced;
  }

  /** Whether a failure to make a new database is a reason to do without one. */
  static boolean isOne(AgentException e) {
    return OF_THE_MODE.contains(e.code());
  }

  /**
   * A swap that was asked for.
   *
   * @throws AgentException {@code TargetLacksPrerequisites} with all that is in the way
   */
  ModeChoice require() throws AgentException {
    List<String> reasons = reasons();
    if (!reasons.isEmpty()) {
      throw new AgentException(
          ErrorCode.TargetLacksPrerequisites,
          "The database \""
              + restoring.database()
              + "\" cannot be replaced by a new one (mode: Swap), and nothing was touched: "
              + String.join(" ", reasons)
              + " Or restore with mode: InPlace.");
    }
    return ModeChoice.asked(RestoreOptions.Mode.Swap);
  }

  /** A swap where nothing is in its way and nothing would be lost that stays in place. */
  ModeChoice choose() throws AgentException {
    if (restoring.options().connections() == RestoreOptions.Connections.Leave) {
      return ModeChoice.inPlace(
          "Sessions are to be left alone (connections: Leave), and a database that is in use cannot"
              + " be replaced.");
    }
    if (!replaced.ofOthers().isEmpty()) {
      List<String> others = replaced.ofOthers();
      return ModeChoice.inPlace(
          "The database has what belongs to other roles and stays in place as it is: "
              + others.get(0)
              + (others.size() == 1 ? "." : " and " + (others.size() - 1) + " more."));
    }
    List<String> reasons;
    try {
      reasons = reasons();
    } catch (AgentException e) {
      if (!isOne(e)) {
        throw e;
      }
      reasons = List.of(e.getMessage());
    }
    return reasons.isEmpty()
        ? new ModeChoice(RestoreOptions.Mode.Swap, "All that a swap needs is there.")
        : ModeChoice.inPlace(reasons.get(0));
  }

  private List<String> reasons() throws AgentException {
    if (!restoring.scope().isDatabase()) {
      return List.of("The file is a part of a database, and a part is restored in place.");
    }
    ServerSide server =
        new ServerSide(
            restoring.clients().newest(),
            restoring.login(),
            restoring.applicationName(),
            restoring.context().cleanup());
    try (PsqlSession session = server.open()) {
      return new ArrayList<>(
          SwapRequirements.ask(
                  session,
                  restoring.login(),
                  restoring.database(),
                  null,
                  restoring.options().connections() == RestoreOptions.Connections.Refuse)
              .reasons());
    }
  }
}
