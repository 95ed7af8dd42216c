package io.proxpanel.backup.agent.postgres.swap;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.ConnectionErrors;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.SqlException;
import io.proxpanel.backup.contract.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Creates an empty database that is like another one in all that is not its content, and brings it
 * along in two parts: owner and privileges before anybody can connect, so that nobody reads in the
 * new one who could not read in the old one; the rest when it was filled, since a limit of
 * connections or a setting of the old one may be in the way of filling it.
 */
public final class DatabaseTwin {
  private static final String DEFAULT_TABLESPACE = "pg_default";

  private final PsqlSession session;
  private final DatabaseLogin login;
  private final SwapStep.Listener listener;

  /**
   * Of a server.
   *
   * @param session in another database, see {@link ServerSide}
   * @param login of the session, for messages
   * @param listener hears of each step
   */
  public DatabaseTwin(PsqlSession session, DatabaseLogin login, SwapStep.Listener listener) {
    this.session = session;
    this.login = login;
    this.listener = listener;
  }

  /**
   * Creates it. Where this dies there is no database, or one to which nobody can connect, or one
   * that says that it is being filled.
   *
   * @param like what it is to be like
   * @param name its own
   * @param of the database that it is to replace; the same name where there is none
   * @param uid of the restore
   * @return what of owner and privileges could not be set
   * @throws AgentException {@code DatabasePermissionDenied}, {@code PgRestoreFailed} with the
   *     server's reason
   */
  public List<NotSet> create(DatabaseFacts like, String name, String of, String uid)
      throws AgentException {
    boolean withOwner = mayGiveTo(like.owner());
    try {
      session.execute(statement(like, name, withOwner));
      listener.done(SwapStep.CREATED);
      mark(Marker.Kind.LOADING, name, of, uid);
      List<NotSet> notSet = apply(like, name, DatabaseChange::ofAccess);
      session.execute("ALTER DATABASE " + Sql.identifier(name) + " ALLOW_CONNECTIONS true;");
      listener.done(SwapStep.OPENED);
      return notSet;
    } catch (SqlException e) {
      throw failure("created", name, e);
    }
  }

  /**
   * Creates one that is like none, closed until it says that it is being filled.
   *
   * @param locale as {@link DatabaseFacts}; null is the server's own
   * @param owner where the role may give it to that one, else it is the role's
   * @param name its own, which it keeps
   * @param uid of the restore
   */
  public void createNew(DatabaseFacts.Locale locale, String owner, String name, String uid)
      throws AgentException {
    try {
      session.execute(
          locale == null
              ? start(name, !owner.isEmpty() && mayGiveTo(owner) ? owner : null)
                  + " ALLOW_CONNECTIONS false;"
              : statement(
                  new DatabaseFacts(
                      name,
                      locale,
                      DEFAULT_TABLESPACE,
                      owner,
                      true,
                      -1,
                      false,
                      true,
                      null,
                      List.of(),
                      List.of(),
                      List.of()),
                  name,
                  !owner.isEmpty() && mayGiveTo(owner)));
      listener.done(SwapStep.CREATED);
      mark(Marker.Kind.LOADING, name, name, uid);
      session.execute("ALTER DATABASE " + Sql.identifier(name) + " ALLOW_CONNECTIONS true;");
      listener.done(SwapStep.OPENED);
    } catch (SqlException e) {
      throw failure("created", name, e);
    }
  }

  private void mark(Marker.Kind kind, String name, String of, String uid)
      throws SqlException, AgentException {
    session.execute(
        "COMMENT ON DATABASE "
            + Sql.identifier(name)
            + " IS "
            + PsqlSession.literal(new Marker(kind, uid, of, name, null, null).text())
            + ";");
  }

  private static String start(String name, String owner) {
    return "CREATE DATABASE "
        + Sql.identifier(name)
        + " WITH TEMPLATE template0"
        + (owner == null ? "" : " OWNER " + Sql.identifier(owner));
  }

  /**
   * Brings the rest along, and says in the database's comment that it is ready.
   *
   * @return what could not be set
   */
  public List<NotSet> finish(DatabaseFacts like, String name, String of, String uid)
      throws AgentException {
    try {
      List<NotSet> notSet = new ArrayList<>(apply(like, name, DatabaseChange::ofRest));
      DatabaseFacts actual = DatabaseFacts.read(session, name).orElseThrow();
      if (!like.locale().equals(actual.locale())) {
        notSet.add(
            new NotSet(
                "LOCALE",
                actual.locale().toString(),
                "the server made it another one than " + like.locale(),
                ""));
      }
      mark(Marker.Kind.READY, name, of, uid);
      listener.done(SwapStep.READY);
      return notSet;
    } catch (SqlException e) {
      throw failure("finished", name, e);
    }
  }

  /**
   * Drops what a restore that died has left, and ends what is connected to it.
   *
   * @param name of a database that {@link SwapState} found to be one
   */
  public void drop(String name) throws AgentException {
    try {
      session.execute("DROP DATABASE IF EXISTS " + Sql.identifier(name) + " WITH (FORCE);");
    } catch (SqlException e) {
      throw failure("dropped", name, e);
    }
  }

  /**
   * Drops a database that a restore has begun to fill, and none that was finished or that somebody
   * else has made under that name meanwhile.
   *
   * @param uid of the restore
   */
  public void dropUnfinished(String name, String uid) throws AgentException {
    boolean unfinished;
    try {
      unfinished =
          DatabaseFacts.read(session, name).map(found -> found.isUnfinished(uid)).orElse(false);
    } catch (SqlException e) {
      throw failure("dropped", name, e);
    }
    if (unfinished) {
      drop(name);
    }
  }

  /** Which statements make one database like another. */
  private interface Changes {
    List<DatabaseChange> of(DatabaseFacts wanted, DatabaseFacts actual);
  }

  /**
   * Runs the statements and looks what became of them, since the server takes some and does
   * nothing. A second time, because some need what others have done.
   */
  private List<NotSet> apply(DatabaseFacts like, String name, Changes changes)
      throws SqlException, AgentException {
    Map<DatabaseChange, String> reasons = new LinkedHashMap<>();
    List<DatabaseChange> open = List.of();
    for (int attempt = 0; attempt < 2; attempt++) {
      open = changes.of(like, DatabaseFacts.read(session, name).orElseThrow());
      for (DatabaseChange change : open) {
        Sql.attempt(session, change.statement())
            .ifPresentOrElse(reason -> reasons.put(change, reason), () -> reasons.remove(change));
      }
    }
    if (!open.isEmpty()) {
      open = changes.of(like, DatabaseFacts.read(session, name).orElseThrow());
    }
    return open.stream()
        .map(
            change ->
                new NotSet(
                    change.kind(),
                    change.name(),
                    reasons.getOrDefault(change, "the server took the statement and did nothing"),
                    change.statement() + ";"))
        .toList();
  }

  private boolean mayGiveTo(String owner) throws AgentException {
    String membership =
        "pg_has_role(oid, CASE WHEN current_setting('server_version_num')::int >= 160000"
            + " THEN 'SET' ELSE 'MEMBER' END)";
    try {
      return session
          .row(
              "SELECT coalesce(bool_or("
                  + membership
                  + "), false) AS may FROM pg_roles WHERE rolname = "
                  + PsqlSession.literal(owner))
          .get("may")
          .asBoolean();
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  /**
   * The version of the collation is left to the server: the indexes will be made by the one that it
   * has now.
   */
  static String statement(DatabaseFacts like, String name, boolean withOwner) {
    DatabaseFacts.Locale locale = like.locale();
    StringBuilder sql = new StringBuilder(256);
    sql.append(start(name, withOwner ? like.owner() : null));
    sql.append(" ENCODING ").append(PsqlSession.literal(locale.encoding()));
    sql.append(" LC_COLLATE ").append(PsqlSession.literal(locale.collate()));
    sql.append(" LC_CTYPE ").append(PsqlSession.literal(locale.ctype()));
    switch (locale.provider()) {
      case "i" -> {
        sql.append(" LOCALE_PROVIDER icu ICU_LOCALE ").append(PsqlSession.literal(locale.name()));
        if (locale.icuRules() != null) {
          sql.append(" ICU_RULES ").append(PsqlSession.literal(locale.icuRules()));
        }
      }
      case "b" ->
          sql.append(" LOCALE_PROVIDER builtin BUILTIN_LOCALE ")
              .append(PsqlSession.literal(locale.name()));
      default -> sql.append(" LOCALE_PROVIDER libc");
    }
    if (!like.tablespace().equals(DEFAULT_TABLESPACE)) {
      sql.append(" TABLESPACE ").append(Sql.identifier(like.tablespace()));
    }
    return sql.append(" ALLOW_CONNECTIONS false IS_TEMPLATE false;").toString();
  }

  private AgentException failure(String done, String name, SqlException e) {
    if (e.connectionLost()) {
      return ConnectionErrors.of(e, login);
    }
    return new AgentException(
        "42501".equals(e.state())
            ? ErrorCode.DatabasePermissionDenied
            : "55006".equals(e.state()) ? ErrorCode.DatabaseBusy : ErrorCode.PgRestoreFailed,
        "The database \""
            + name
            + "\" at "
            + login.server()
            + " cannot be "
            + done
            + ": "
            + e.getMessage()
            + ".",
        e);
  }
}
