package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what a failed connection means. libpq gives no code for it, only words; its own are English
 * here, the server's are in the server's language, so the rest goes by the name that they quote.
 */
public final class ConnectionErrors {
  private static final Pattern START =
      Pattern.compile("^(?:(?:psql|pg_dump): error: )?(?:connection to server .*? failed: )?");
  private static final Pattern FROM_SERVER = Pattern.compile("^\\p{Lu}+: {2}(.*)");

  private ConnectionErrors() {}

  /**
   * The failure of a connection or of a statement.
   *
   * @return {@code DatabaseUnreachable}, {@code DatabaseLoginRefused}, {@code DatabaseMissing},
   *     {@code DatabasePermissionDenied}, or {@code Internal} for a statement that should not fail
   */
  public static AgentException of(SqlException e, DatabaseLogin login) {
    if (e.state() == null) {
      return connection(e.getMessage(), login);
    }
    if (e.connectionLost()) {
      return unreachable(login, "the server ended it: " + e.getMessage(), e);
    }
    if ("42501".equals(e.state())) {
      return new AgentException(
          ErrorCode.DatabasePermissionDenied,
          "The role "
              + quoted(login.username())
              + " lacks a permission in the database "
              + quoted(login.database())
              + ": "
              + e.getMessage()
              + "; grant it, or log in with the owner.",
          e);
    }
    return new AgentException(
        ErrorCode.Internal,
        "The server refused a statement of the agent (" + e.state() + "): " + e.getMessage(),
        e);
  }

  static AgentException connection(String output, DatabaseLogin login) {
    List<String> reasons =
        output.lines().map(line -> START.matcher(line.strip()).replaceFirst("")).toList();
    // A name with several addresses gives several lines: what a server said tells most.
    for (String reason : reasons) {
      Matcher server = FROM_SERVER.matcher(reason);
      if (server.find()) {
        return refusal(server.group(1), login);
      }
    }
    String first = reasons.isEmpty() ? "the program said nothing" : reasons.get(0);
    if (first.startsWith("authentication method requirement")) {
      return askedInClear(first, login);
    }
    return unreachable(login, network(first, login), null);
  }

  private static AgentException refusal(String reason, DatabaseLogin login) {
    String lower = reason.toLowerCase(Locale.ROOT);
    boolean namesDatabase = reason.contains(login.database());
    if (lower.startsWith("database ") && lower.endsWith("does not exist")) {
      return missing(login);
    }
    if (lower.contains("permission denied for database")) {
      return new AgentException(
          ErrorCode.DatabasePermissionDenied,
          "The role "
              + quoted(login.username())
              + " may not connect to the database "
              + quoted(login.database())
              + " at "
              + login.server()
              + ": grant it CONNECT.");
    }
    if (isTemporary(lower)) {
      return unreachable(login, reason, null);
    }
    if (isAboutLogin(lower) || reason.contains(login.username()) || !namesDatabase) {
      return new AgentException(
          ErrorCode.DatabaseLoginRefused,
          "Database login refused for user "
              + quoted(login.username())
              + " at "
              + login.server()
              + " ("
              + reason
              + "): check the password and the role.");
    }
    return missing(login);
  }

  private static AgentException askedInClear(String reason, DatabaseLogin login) {
    return new AgentException(
        ErrorCode.DatabaseLoginRefused,
        "The server "
            + login.server()
            + " asks for the password of the role "
            + quoted(login.username())
            + " in a way in which it could be read by whoever pretends to be the server ("
            + reason.substring(reason.lastIndexOf(": ") + 2)
            + "), and was not given it: let it use scram-sha-256, or write sslMode: verify-full with"
            + " the server's CA.");
  }

  private static boolean isTemporary(String reason) {
    return reason.contains("the database system is")
        || reason.contains("too many clients")
        || reason.contains("too many connections")
        || reason.contains("connection slots are reserved")
        || reason.contains("terminating connection");
  }

  private static boolean isAboutLogin(String reason) {
    return reason.contains("authentication failed")
        || reason.contains("pg_hba.conf")
        || reason.startsWith("role ");
  }

  private static AgentException missing(DatabaseLogin login) {
    return new AgentException(
        ErrorCode.DatabaseMissing,
        "The server "
            + login.server()
            + " has no database "
            + quoted(login.database())
            + ": check the name, or create it.");
  }

  private static String network(String reason, DatabaseLogin login) {
    if (reason.contains("Connection refused")) {
      return "connection refused; check host and port, and that the server runs";
    }
    if (reason.contains("could not translate host name")) {
      return "the name \"" + login.host() + "\" is unknown; check the host";
    }
    if (reason.contains("timeout expired")) {
      return "no answer within 10 seconds; check host, port and network policies";
    }
    return reason;
  }

  private static AgentException unreachable(DatabaseLogin login, String why, Throwable cause) {
    return new AgentException(
        ErrorCode.DatabaseUnreachable,
        "No connection to the database server " + login.server() + ": " + why + ".",
        cause);
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }
}
