package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passes a script of pg_restore on that is no transaction, but for settings at its beginning that
 * the server does not know, because a newer pg_restore writes them.
 *
 * <p>A script must open with {@code \restrict}: without it, a file that somebody else made could
 * give commands to psql.
 */
final class ScriptPreamble extends OutputStream {
  private static final Pattern SETTING = Pattern.compile("^SET ([a-z_]+) = [^;]*;$");
  private static final Pattern NO_STATEMENT = Pattern.compile("^(?:--.*|\\s*)$");

  private final OutputStream out;
  private final Set<String> knownSettings;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean ended;
  private boolean restricted;

  ScriptPreamble(OutputStream out, Set<String> knownSettings) {
    this.out = out;
    this.knownSettings = knownSettings;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int position = offset;
    int end = offset + length;
    while (!ended && position < end) {
      byte b = bytes[position++];
      line.write(b);
      if (b == '\n') {
        endLine();
      } else if (line.size() == ScriptFilter.LONGEST_LINE) {
        endPreamble();
      }
    }
    out.write(bytes, position, end - position);
  }

  private void endLine() throws IOException {
    String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
    Matcher setting = SETTING.matcher(text);
    if (text.startsWith("\\restrict ")) {
      restricted = true;
      passLine();
    } else if (setting.matches() && !knownSettings.contains(setting.group(1))) {
      line.reset();
    } else if (setting.matches() || NO_STATEMENT.matcher(text).matches()) {
      passLine();
    } else {
      endPreamble();
    }
  }

  private void endPreamble() throws IOException {
    ended = true;
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
    line.writeTo(out);
    line.reset();
  }
}
