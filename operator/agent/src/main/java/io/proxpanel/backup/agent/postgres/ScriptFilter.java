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
 * restore has set itself so that it cannot wait for ever. All the rest passes byte by byte.
 *
 * <p>A script must open with {@code \restrict}: without it, a file that somebody else made could
 * give commands to psql.
 */
final class ScriptFilter {
  private static final Pattern SETTING = Pattern.compile("^SET ([a-z_]+) = [^;]*;$");
  private static final Pattern BEFORE_STATEMENTS =
      Pattern.compile(
          "^(?:--.*|\\s*|SELECT pg_catalog\\.set_config\\('search_path', '', false\\);)$");
  private static final String OWN_SETTING = "lock_timeout";

  /** Gets what passes. */
  interface Target {
    /** Takes bytes. */
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  private final Target target;
  private final Set<String> knownSettings;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean inPreamble = true;
  private boolean restricted;

  ScriptFilter(Target target, Set<String> knownSettings) {
    this.target = target;
    this.knownSettings = knownSettings;
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
      }
    }
    if (position < end) {
      target.write(bytes, position, end - position);
    }
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
    } else if (BEFORE_STATEMENTS.matcher(text).matches()) {
      passLine();
    } else {
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
  }

  private void passLine() throws IOException {
    byte[] bytes = line.toByteArray();
    line.reset();
    target.write(bytes, 0, bytes.length);
  }
}
