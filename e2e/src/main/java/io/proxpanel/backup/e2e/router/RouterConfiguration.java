package io.proxpanel.backup.e2e.router;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configuration as commands, and how RouterOS writes it: menus and commands, long lines joined by
 * a backslash, or one command a line with its menu ({@code terse}). Text is bytes in ISO 8859-1:
 * comments have what character set people's programs had.
 */
final class RouterConfiguration {
  private static final int WIDTH = 78;
  private static final String JOIN = "\\\n    ";
  private static final Pattern SENSITIVE =
      Pattern.compile(
          " (password|secret|wpa2-pre-shared-key|authentication-password|private-key"
              + "|preshared-key|tcp-md5-key|auth-key)=(\"(?:[^\"\\\\]|\\\\.)*\"|\\S+)");

  private final List<String> lines;

  private RouterConfiguration(List<String> lines) {
    this.lines = lines;
  }

  /** Reads the one of a model. */
  static RouterConfiguration of(RouterModel model) throws IOException {
    String resource = "/routers/" + model.configuration() + ".rsc";
    try (InputStream in = RouterConfiguration.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("There is no configuration " + resource + ".");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      String named =
          text.replaceFirst(
              "(?<=\\n/system identity\\nset name=)\\S+",
              Matcher.quoteReplacement(model.identity()));
      return new RouterConfiguration(List.of(named.split("\n")));
    }
  }

  /** How an export is written. */
  enum Form {
    COMPACT,
    VERBOSE,
    TERSE
  }

  /** The commands as an export has them. */
  String text(Form form, boolean sensitive) {
    StringBuilder out = new StringBuilder();
    String menu = "";
    for (String line : lines) {
      if (line.startsWith("/")) {
        menu = line;
        if (form != Form.TERSE) {
          out.append(line).append('\n');
        }
        continue;
      }
      String command = sensitive ? line : SENSITIVE.matcher(line).replaceAll("");
      if (form == Form.VERBOSE && command.startsWith("add ") && !command.contains(" disabled=")) {
        command = command + " disabled=no";
      }
      out.append(form == Form.TERSE ? menu + " " + command : wrapped(command)).append('\n');
    }
    return out.toString();
  }

  /** Breaks a long command: between words, or anywhere in a string but not in an escape. */
  private static String wrapped(String command) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    boolean string = false;
    int i = 0;
    while (i < command.length()) {
      String part = string ? escape(command, i) : word(command, i);
      boolean newLine = string && part.equals("\\n") && out.toString().endsWith("\\r");
      if (newLine || (column > 4 && column + part.length() > WIDTH)) {
        out.append(JOIN);
        column = 4;
      }
      out.append(part);
      column += part.length();
      i += part.length();
      if (part.endsWith("\"") && !part.endsWith("\\\"")) {
        string = !string;
      }
    }
    return out.toString();
  }

  /** One character of a string, escaped or not. */
  private static String escape(String command, int from) {
    if (command.charAt(from) != '\\') {
      return command.substring(from, from + 1);
    }
    boolean hex = command.substring(from + 1).matches("(?s)[0-9A-F]{2}.*");
    return command.substring(from, from + (hex ? 3 : 2));
  }

  /** A word with the space before it, or as far as a string begins. */
  private static String word(String command, int from) {
    int end = from;
    while (end < command.length()) {
      char c = command.charAt(end);
      end++;
      if (c == '"' || c == ' ') {
        break;
      }
    }
    return command.substring(from, end);
  }
}
