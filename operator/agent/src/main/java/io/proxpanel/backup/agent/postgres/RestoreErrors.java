package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;

/** Says what an error means that ended a restore before its commit. */
final class RestoreErrors {
  private final DatabaseLogin login;
  private final LockWatch locks;
  private final boolean ofNew;

  RestoreErrors(DatabaseLogin login, LockWatch locks) {
    this(login, locks, false);
  }

  private RestoreErrors(DatabaseLogin login, LockWatch locks, boolean ofNew) {
    this.login = login;
    this.locks = locks;
    this.ofNew = ofNew;
  }

  /** Of a database that is being filled, and that nobody else uses. */
  static RestoreErrors ofNew(DatabaseLogin login) {
    return new RestoreErrors(login, null, true);
  }

  /** The database is as it was. */
  AgentException stopped(String why) {
    if (ofNew) {
      return new AgentException(ErrorCode.PgRestoreFailed, notFilled(why + "."));
    }
    return new AgentException(
        ErrorCode.PgRestoreFailed,
        "The restore into \""
            + login.database()
            + "\" stopped at its first error and the database is as it was: "
            + why
            + ".");
  }

  private String notFilled(String why) {
    return "The new database \""
        + login.database()
        + "\" could not be filled, and no other one was touched: "
        + why;
  }

  /** What the server's error means. */
  AgentException of(SqlException e) {
    if (ofNew) {
      return e.connectionLost()
          ? ConnectionErrors.of(e, login)
          : new AgentException(
              "42501".equals(e.state())
                  ? ErrorCode.DatabasePermissionDenied
                  : ErrorCode.PgRestoreFailed,
              notFilled(e.withDetails() + " (SQLSTATE " + e.state() + ")."),
              e);
    }
    if (e.connectionLost()) {
      return new AgentException(
          ErrorCode.DatabaseUnreachable,
          "The database server "
              + login.server()
              + " ended the connection during the restore, which it undoes: "
              + e.getMessage().lines().findFirst().orElse("no word from it")
              + ".",
          e);
    }
    return switch (e.state()) {
      case "55P03", "40P01" ->
          new AgentException(
              ErrorCode.DatabaseBusy,
              "The restore into \""
                  + login.database()
                  + "\" could not wait longer for a table that "
                  + locks.holder()
                  + " holds ("
                  + e.getMessage()
                  + "), and the database is as it was: stop what uses the database and try again.",
              e);
      case "42501" ->
          new AgentException(
              ErrorCode.DatabasePermissionDenied,
              "The role \""
                  + login.username()
                  + "\" may not do what the restore into \""
                  + login.database()
                  + "\" needs, and the database is as it was: "
                  + e.withDetails()
                  + (e.getMessage().startsWith("permission denied for database")
                      ? "; log in with the owner of the database, or create the schema for the role."
                      : "; log in with a role that may, or let a superuser do it."),
              e);
      case "53200" ->
          new AgentException(
              ErrorCode.TargetLacksPrerequisites,
              "The restore into \""
                  + login.database()
                  + "\" needs more locks in one transaction than the server's lock table holds, and"
                  + " the database is as it was: set max_locks_per_transaction higher, to twice as"
                  + " much or more, and restart the server ("
                  + e.withDetails()
                  + ").",
              e);
      case "25006" ->
          new AgentException(
              ErrorCode.DatabaseReadOnly,
              "The server "
                  + login.server()
                  + " lets nobody write, and the database is as it was: "
                  + e.withDetails()
                  + ".",
              e);
      default -> stopped(e.withDetails() + " (SQLSTATE " + e.state() + ")");
    };
  }
}
