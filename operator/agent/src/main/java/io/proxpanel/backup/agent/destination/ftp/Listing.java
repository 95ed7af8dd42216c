package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.destination.FileEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPFileEntryParser;
import org.apache.commons.net.ftp.parser.DefaultFTPFileEntryParserFactory;

/** Reads what servers say of files. */
final class Listing {
  /** A line without end is no listing. */
  private static final int MAX_LINES = 5_000_000;

  private Listing() {}

  /** Reads a listing of MLSD to its end. */
  static List<FileEntry> machine(InputStream in) throws IOException {
    List<FileEntry> entries = new ArrayList<>();
    for (String line : lines(in)) {
      fact(line).ifPresent(entries::add);
    }
    return entries;
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
  static List<FileEntry> human(InputStream in, String system) throws IOException {
    FTPFileEntryParser parser = parser(system);
    List<FileEntry> entries = new ArrayList<>();
    String unknown = null;
    boolean known = false;
    for (String line : lines(in)) {
      FTPFile file = parser.parseFTPEntry(line);
      if (file == null || file.getName() == null) {
        unknown = line.isBlank() || line.startsWith("total ") ? unknown : line;
        continue;
      }
      known = true;
      String name = baseName(file.getName());
      if (!name.equals(".") && !name.equals("..")) {
        entries.add(file.isFile() ? FileEntry.file(name, file.getSize()) : FileEntry.other(name));
      }
    }
    if (unknown != null && !known) {
      // To take it for an empty folder would be to say that files are not there.
      throw new MalformedServerReplyException(unknown);
    }
    return entries;
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

  private static List<String> lines(InputStream in) throws IOException {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    String line = reader.readLine();
    while (line != null) {
      if (!line.isEmpty()) {
        lines.add(line);
      }
      if (lines.size() > MAX_LINES) {
        throw new MalformedServerReplyException("a listing of more than " + MAX_LINES + " lines");
      }
      line = reader.readLine();
    }
    return lines;
  }

  /** Some servers give whole paths; and no name may lead out of the folder. */
  private static String baseName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
