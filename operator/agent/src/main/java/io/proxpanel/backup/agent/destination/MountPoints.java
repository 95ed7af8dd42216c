package io.proxpanel.backup.agent.destination;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where file systems are mounted, as the system says it in {@code /proc/self/mountinfo}. */
final class MountPoints {
  private static final Path OF_SYSTEM = Path.of("/proc/self/mountinfo");
  private static final int POINT = 4;

  /** Spaces and the like stand there as octal numbers. */
  private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

  private MountPoints() {}

  /** The nearest mount point at or above a path, as it is written; the root where none is known. */
  static Path above(Path path) {
    return above(path, OF_SYSTEM);
  }

  static Path above(Path path, Path mounts) {
    Path nearest = path.getRoot();
    try (BufferedReader lines = Files.newBufferedReader(mounts)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split(" ");
        Path point = Path.of(fields.length > POINT ? unescaped(fields[POINT]) : "/");
        if (path.startsWith(point) && point.getNameCount() > nearest.getNameCount()) {
          nearest = point;
        }
      }
    } catch (IOException e) {
      // A system that does not say it has no containers, and so no volumes of others.
      return nearest;
    }
    return nearest;
  }

  private static String unescaped(String text) {
    return ESCAPED
        .matcher(text)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(escape.group(1), 8))));
  }
}
