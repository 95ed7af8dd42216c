package io.proxpanel.backup.agent.router.drift;

import io.proxpanel.backup.agent.AgentException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Puts the lines of an export together that RouterOS broke at 80 columns. A backslash at the end
 * breaks a line anywhere, within words and quoted texts too; the next line is indented by four
 * spaces, and where the text itself goes on with a space that one is written as {@code \_}.
 *
 * <p>Every byte is one character here (ISO 8859-1), because exports are in whatever character set
 * the tool of the day used. Inside quotes, {@code \D0} (two upper-case hexadecimal digits, for what
 * is not ASCII) becomes the byte that it stands for: some versions write the one, some the other.
 */
final class ExportLines {
  private static final int INDENT = 4;
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  private final PlainBytes bytes;
  private final int longest;
  private final StringBuilder line = new StringBuilder();
  private boolean first = true;
  private boolean ended;
  private boolean cut;
  private int ahead;

  /**
   * Lines.
   *
   * @param limit how many bytes may come
   * @param longest how many characters of a line are kept
   */
  ExportLines(InputStream in, long limit, int longest) throws IOException, AgentException {
    this.longest = longest;
    bytes = new PlainBytes(in, limit);
    ahead = bytes.next();
  }

  /** Whether a line was longer than what is kept of one; comments do not count. */
  boolean hasCut() {
    return cut;
  }

  /** The next line that is not blank, without space at its ends; null after the last. */
  String next() throws IOException, AgentException {
    String text = null;
    while (text == null && !ended) {
      String whole = whole().strip();
      text = whole.isEmpty() ? null : whole;
    }
    return text;
  }

  private String whole() throws IOException, AgentException {
    line.setLength(0);
    boolean quoted = false;
    boolean comment = false;
    int c = take();
    while (c >= 0 && (c != '\n' || quoted)) {
      if (line.length() == 0 && c == '#') {
        comment = true;
      }
      if (comment) {
        line.append((char) c);
      } else if (c == '\\') {
        escape(quoted);
      } else if (quoted) {
        quoted = c != '"';
        // Unknown to RouterOS, which writes \n; a line of a text must still not become an item.
        line.append(c == '\n' ? "\\n" : String.valueOf((char) c));
      } else {
        quoted = c == '"';
        unquoted(c);
      }
      if (line.length() > longest) {
        line.setLength(longest);
        cut = cut || !comment;
      }
      c = take();
    }
    ended = c < 0;
    return withoutMark();
  }

  private String withoutMark() {
    boolean marked = first && line.indexOf(BYTE_ORDER_MARK) == 0;
    first = false;
    return marked ? line.substring(BYTE_ORDER_MARK.length()) : line.toString();
  }

  private void unquoted(int c) {
    boolean space = c == ' ' || c == '\t';
    if (!space) {
      line.append((char) c);
    } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
      line.append(' ');
    }
  }

  private void escape(boolean quoted) throws IOException, AgentException {
    int c = take();
    if (c < 0) {
      line.append('\\');
    } else if (c == '\n') {
      int indent = 0;
      while (ahead == ' ' || ahead == '\t') {
        take();
        indent++;
      }
      if (!quoted && indent > INDENT) {
        unquoted(' ');
      }
    } else if (quoted && c == '_') {
      line.append(' ');
    } else if (quoted && isHex(c) && c >= '8' && isHex(ahead)) {
      line.append((char) (Character.digit(c, 16) * 16 + Character.digit(take(), 16)));
    } else {
      line.append('\\').append((char) c);
    }
  }

  private static boolean isHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
  }

  private int take() throws IOException, AgentException {
    int c = ahead;
    if (c >= 0) {
      ahead = bytes.next();
    }
    return c;
  }
}
