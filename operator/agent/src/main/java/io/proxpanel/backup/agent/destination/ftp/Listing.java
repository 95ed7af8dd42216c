package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Listed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPFileEntryParser;
import org.apache.commons.net.ftp.parser.DefaultFTPFileEntryParserFactory;

/** Reads what servers say of files. */
final class Listing {
  /** A line without end is no listing; names have 255 bytes, and paths 4,096. */
  private static final int MAX_LINE = 16 * 1024;

  /** Lines without a file; servers may send some. */
  private static final int MAX_EMPTY = 10_000;

  private Listing() {}

  /**
   * What all names have in common that are looked for, so that of a folder with very many files not
   * every line has to be taken apart. The first lines always are: whether it is a listing at all
   * must be known.
   */
  static final class Part {
    private static final int ALWAYS = 100;

    private final String text;
    private int lines;

    Part(String text) {
      this.text = text;
    }

    /** Whether a line need not be looked at. */
    private boolean isMissing(String line) {
      lines++;
      return lines > ALWAYS && !line.contains(text);
    }
  }

  /** Reads a listing of MLSD to its end. */
  static void machine(InputStream in, Part part, Listed listed) throws IOException, AgentException {
    Lines lines = new Lines(in);
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (part.isMissing(line)) {
        listed.count();
        continue;
      }
      Optional<FileEntry> entry = fact(line);
      if (entry.isPresent() && listed.wants(entry.get().name())) {
        listed.keep(entry.get());
      }
    }
  }

  /**
   * One line of MLSD or MLST: facts, a space, a name (RFC 3659, section 7.2); empty for the folder
   * itself and the one above.
   */
  static Optional<FileEntry> fact(String line) throws MalformedServerReplyException {
    int space = line.indexOf(' ');
    if (space < 0) {
      throw new MalformedServerReplyException(line);
    }
    String name = baseName(line.substring(space + 1));
    String type = "";
    OptionalLong size = OptionalLong.empty();
    for (String each : line.substring(0, space).split(";")) {
      int equals = each.indexOf('=');
      String key = equals < 0 ? each : each.substring(0, equals).toLowerCase(Locale.ROOT);
      String value = equals < 0 ? "" : each.substring(equals + 1);
      if (key.equals("type")) {
        type = value.toLowerCase(Locale.ROOT);
      } else if (key.equals("size") && value.matches("\\d{1,18}")) {
        size = OptionalLong.of(Long.parseLong(value));
      }
    }
    if (type.equals("cdir") || type.equals("pdir") || name.equals(".") || name.equals("..")) {
      return Optional.empty();
    }
    boolean file = type.equals("file") && size.isPresent();
    return Optional.of(file ? FileEntry.file(name, size.getAsLong()) : FileEntry.other(name));
  }

  /**
   * Reads a listing of LIST to its end.
   *
   * @param system the server's answer to SYST, which says how such a listing looks there
   */
  static void human(InputStream in, String system, Part part, Listed listed)
      throws IOException, AgentException {
    FTPFileEntryParser parser = parser(system);
    String unknown = null;
    boolean known = false;
    Lines lines = new Lines(in);
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (part.isMissing(line)) {
        listed.count();
        continue;
      }
      FTPFile file = parser.parseFTPEntry(line);
      if (file == null || file.getName() == null) {
        unknown = line.isBlank() || line.startsWith("total ") ? unknown : line;
        continue;
      }
      known = true;
      String name = baseName(file.getName());
      if (!name.equals(".") && !name.equals("..") && listed.wants(name)) {
        listed.keep(file.isFile() ? FileEntry.file(name, file.getSize()) : FileEntry.other(name));
      }
    }
    if (unknown != null && !known) {
      // To take it for an empty folder would be to say that files are not there.
      throw new MalformedServerReplyException(unknown);
    }
  }

  private static FTPFileEntryParser parser(String system) {
    DefaultFTPFileEntryParserFactory factory = new DefaultFTPFileEntryParserFactory();
    try {
      return factory.createFileEntryParser(system);
    } catch (RuntimeException e) {
      // Systems that are no longer made; nearly all servers imitate Unix.
      return factory.createFileEntryParser("UNIX");
    }
  }

  /** Some servers give whole paths; and no name may lead out of the folder. */
  private static String baseName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The lines of a listing that have something in them. */
  private static final class Lines {
    private final InputStream in;
    private final byte[] piece = new byte[MAX_LINE];
    private final byte[] line = new byte[MAX_LINE];
    private int at;
    private int end;
    private int empty;

    Lines(InputStream in) {
      this.in = in;
    }

    /** The next one; null after the last. */
    String next() throws IOException {
      int length = 0;
      while (at < end || fill()) {
        byte b = piece[at++];
        if (b == '\n' || b == '\r') {
          if (length > 0) {
            empty = 0;
            return text(length);
          }
          empty++;
          if (empty > MAX_EMPTY) {
            throw new MalformedServerReplyException("a listing of empty lines");
          }
        } else {
          if (length == MAX_LINE) {
            throw new MalformedServerReplyException(
                "a line of more than " + MAX_LINE + " bytes in a listing");
          }
          line[length++] = b;
        }
      }
      return length > 0 ? text(length) : null;
    }

    private String text(int length) {
      return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    private boolean fill() throws IOException {
      at = 0;
      end = in.read(piece, 0, piece.length);
      return end > 0;
    }
  }
}
