package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passes pg_restore's script on to psql, but for settings at its beginning: those that the server
 * does not know, because a newer pg_restore writes them, and {@code lock_timeout}, which the
 * restore has set itself so that it cannot wait for ever. Nor do the script's own {@code BEGIN} and
 * {@code COMMIT} pass: the transaction is the restore's. Its empty search path becomes another one;
 * see {@link TrustedPath}. All the rest passes byte by byte.
 *
 * <p>A script must open with {@code \restrict}: without it, a file that somebody else made could
 * give commands to psql.
 */
final class ScriptFilter {
  private static final Pattern SETTING = Pattern.compile("^SET ([a-z_]+) = [^;]*;$");
  private static final Pattern BEFORE_STATEMENTS = Pattern.compile("^(?:--.*|\\s*)$");
  private static final String EMPTY_PATH =
      "SELECT pg_catalog.set_config('search_path', '', false);";
  private static final String OWN_SETTING = "lock_timeout";
  private static final String BEGIN = "BEGIN;";

  /** What pg_restore writes last of a script that is one transaction. */
  private static final Pattern END =
      Pattern.compile(
          "(?<=\n)COMMIT;(\n\n--\n-- PostgreSQL database dump complete\n--\n\n"
              + "\\\\unrestrict \\w+\n+)\\z");

  /** No setting is as long: a line that is belongs to a statement, which may have no end soon. */
  static final int LONGEST_LINE = 64 * 1024;

  /** More than the end has bytes. */
  private static final int HELD = 1024;

  /** Gets what passes. */
  interface Target {
    /** Takes bytes. */
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  private final Target target;
  private final Set<String> knownSettings;
  private final String searchPath;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final byte[] held = new byte[HELD];
  private int heldLength;
  private boolean inPreamble = true;
  private boolean restricted;

  /**
   * A filter.
   *
   * @param target gets what passes
   * @param knownSettings names of all settings that the server knows
   * @param searchPath for the statements, as SQL writes it
   */
  ScriptFilter(Target target, Set<String> knownSettings, String searchPath) {
    this.target = target;
    this.knownSettings = knownSettings;
    this.searchPath = searchPath;
  }

  /** Whether psql was told to take no commands from the script. */
  boolean restricted() {
    return restricted;
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    int position = offset;
    int end = offset + length;
    while (inPreamble && position < end) {
      byte b = bytes[position++];
      line.write(b);
      if (b == '\n') {
        endLine();
      } else if (line.size() == LONGEST_LINE) {
        endPreamble();
      }
    }
    pass(bytes, position, end - position);
  }

  /**
   * Passes the end on, when all of the script was written.
   *
   * @throws IOException whose cause says that the script does not end as it must
   */
  void finish() throws IOException {
    String text = new String(held, 0, heldLength, StandardCharsets.ISO_8859_1);
    Matcher end = END.matcher(text);
    if (!end.find()) {
      throw new AgentException(
              ErrorCode.PgRestoreFailed,
              "The script of pg_restore does not end with the end of its transaction, as this agent"
                  + " knows it, and the database is as it was: use an image whose agent and"
                  + " pg_restore belong together.")
          .asIOException();
    }
    target.write(held, 0, end.start());
    byte[] rest = end.group(1).getBytes(StandardCharsets.ISO_8859_1);
    target.write(rest, 0, rest.length);
  }

  /** Passes all but the last bytes on, which may be the end. */
  private void pass(byte[] bytes, int offset, int length) throws IOException {
    int fromHeld = Math.max(0, Math.min(heldLength, heldLength + length - HELD));
    int fromBytes = Math.max(0, length - HELD);
    target.write(held, 0, fromHeld);
    target.write(bytes, offset, fromBytes);
    heldLength -= fromHeld;
    System.arraycopy(held, fromHeld, held, 0, heldLength);
    System.arraycopy(bytes, offset + fromBytes, held, heldLength, length - fromBytes);
    heldLength += length - fromBytes;
  }

  private void endLine() throws IOException {
    String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
    Matcher setting = SETTING.matcher(text);
    if (text.startsWith("\\restrict ")) {
      restricted = true;
      passLine();
    } else if (setting.matches()) {
      String name = setting.group(1);
      if (!name.equals(OWN_SETTING) && knownSettings.contains(name)) {
        passLine();
      }
      line.reset();
    } else if (text.equals(EMPTY_PATH)) {
      line.reset();
      line.writeBytes(
          ("SELECT pg_catalog.set_config('search_path', "
                  + PsqlSession.literal(searchPath)
                  + ", false);\n")
              .getBytes(StandardCharsets.UTF_8));
      passLine();
    } else if (text.equals(BEGIN)) {
      line.reset();
    } else if (BEFORE_STATEMENTS.matcher(text).matches()) {
      passLine();
    } else {
      endPreamble();
    }
  }

  private void endPreamble() throws IOException {
    inPreamble = false;
    if (!restricted) {
      throw new AgentException(
              ErrorCode.PgRestoreTooOld,
              "pg_restore does not protect psql from commands in a file that somebody else made"
                  + " (no \\restrict in its script): use an image with the newest minor"
                  + " versions of PostgreSQL.")
          .asIOException();
    }
    passLine();
  }

  private void passLine() throws IOException {
    byte[] bytes = line.toByteArray();
    line.reset();
    pass(bytes, 0, bytes.length);
  }
}
