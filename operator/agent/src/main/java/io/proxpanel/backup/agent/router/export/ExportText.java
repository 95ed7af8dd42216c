package io.proxpanel.backup.agent.router.export;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads an export from its first to its last line and says whether it is whole, as far as its text
 * shows that: it begins with RouterOS's own line, has commands, its last line is ended, no string
 * is open and no line is to be continued there, and the router does not say that it was
 * interrupted. Reads in a stream; of a line only the beginning is kept.
 */
final class ExportText {
  private static final int KEPT = 300;
  private static final Pattern HEADER = Pattern.compile("^# .* by RouterOS \\d+\\..*");

  private final StringBuilder start = new StringBuilder();
  private long line = 1;
  private long commands;
  private boolean header;
  private boolean interrupted;
  private boolean inString;
  private boolean continued;
  private boolean escaped;
  private int last = '\n';
  private String broken;

  private ExportText() {}

  /** Why it is not whole, in words that follow "it"; empty when it seems to be. */
  static Optional<String> defect(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 16 * 1024)) {
      ExportText text = new ExportText();
      int b = in.read();
      while (b >= 0) {
        text.take(b);
        b = in.read();
      }
      return text.defect();
    }
  }

  private void take(int b) {
    if (b == '\n') {
      endOfLine();
      last = '\n';
    } else if (b != '\r') {
      if (start.length() < KEPT) {
        start.append((char) b);
      }
      if (!isComment()) {
        take((char) b);
      }
      last = b;
    }
  }

  /** A line that begins with # is one, unless it continues the line before. */
  private boolean isComment() {
    return !continued && start.charAt(0) == '#';
  }

  private void take(char c) {
    if (escaped) {
      escaped = false;
    } else if (c == '\\') {
      escaped = true;
    } else if (c == '"') {
      inString = !inString;
    }
  }

  private void endOfLine() {
    boolean comment = start.length() > 0 && isComment();
    if (comment) {
      comment(start.toString());
    } else if (!continued && start.length() > 0) {
      commands++;
    }
    continued = !comment && last == '\\';
    escaped = false;
    if (inString && !continued && broken == null) {
      broken = "has a string in line " + line + " that is not closed";
    }
    start.setLength(0);
    line++;
  }

  private void comment(String text) {
    header = header || HEADER.matcher(ascii(text)).matches();
    interrupted = interrupted || text.startsWith("#interrupted");
  }

  private static String ascii(String text) {
    return new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
  }

  private Optional<String> defect() {
    if (last != '\n') {
      return Optional.of("ends within line " + line);
    }
    if (!header) {
      return Optional.of("does not begin with the line that RouterOS writes first");
    }
    if (interrupted) {
      return Optional.of("says that the router interrupted it");
    }
    if (continued) {
      return Optional.of("ends with a line that has no continuation");
    }
    if (broken != null) {
      return Optional.of(broken);
    }
    return commands == 0 ? Optional.of("has no command in it") : Optional.empty();
  }
}
