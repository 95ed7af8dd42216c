package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.archive.ArchivePrivileges;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may do what in the target, for files that do not say it: those of panels, which dump without
 * privileges. What is there is set again on what comes back under the same name.
 */
public final class TargetPrivileges {
  private static final Logger LOG = LoggerFactory.getLogger(TargetPrivileges.class);

  /** Reads them when the sessions of others are out of the way. */
  public interface Reader {
    /** What is there. */
    TargetPrivileges read() throws AgentException;
  }

  /** Of a file that says it itself. */
  public static final TargetPrivileges NONE = new TargetPrivileges(List.of(), List.of());

  private final List<String> statements;
  private final List<NotRestored> lost;

  private TargetPrivileges(List<String> statements, List<NotRestored> lost) {
    this.statements = statements;
    this.lost = lost;
  }

  /** Whether the file says itself who may do what. */
  boolean areOfArchive() {
    return this == NONE;
  }

  /**
   * Reads them; that they cannot be read is told in the end.
   *
   * @param client whose pg_dump reads the server
   * @param schema alone, or null for the whole database
   * @param lockTimeoutSeconds how long to wait for a table that another session holds
   */
  public static TargetPrivileges read(
      PostgresClients.Client client,
      DatabaseLogin login,
      String applicationName,
      String schema,
      long lockTimeoutSeconds,
      Cleanup cleanup)
      throws AgentException {
    List<String> command = new ArrayList<>();
    command.add(client.program("pg_dump"));
    command.addAll(List.of("--format=custom", "--schema-only", "--no-password"));
    command.add("--lock-wait-timeout=" + lockTimeoutSeconds * 1000);
    if (schema != null) {
      command.add("--schema=" + DumpScope.quoted(schema));
    }
    command.add(login.connection(applicationName));
    try (ChildProcess dump = ChildProcess.start(command, login.environment(), cleanup);
        ArchivePrivileges privileges = new ArchivePrivileges()) {
      dump.output().transferTo(privileges);
      if (dump.exitCode() == 0) {
        return new TargetPrivileges(privileges.statements(), List.of());
      }
      return unread(dump.errors());
    } catch (IOException e) {
      return unread(e.getMessage());
    }
  }

  private static TargetPrivileges unread(String why) {
    LOG.atWarn().log("the privileges of what is there cannot be read: {}", why);
    return new TargetPrivileges(
        List.of(),
        List.of(
            new NotRestored(
                "privileges",
                "of all objects",
                "the file has none, and those of the target could not be read")));
  }

  /**
   * Sets them, as far as the objects are there; each that fails is another's or gone.
   *
   * @return what is not as it was
   */
  List<NotRestored> apply(PsqlSession session, boolean superuser)
      throws SqlException, AgentException {
    Optionally optionally = new Optionally();
    for (String group : statements) {
      for (String statement : Statements.split(Optionally.text(group))) {
        String asLogin = superuser ? statement : Statements.asMember(statement);
        optionally.run(session, "grant", "of the target", asLogin);
      }
    }
    Optionally.take(session);
    return lost;
  }
}
