package io.proxpanel.backup.e2e.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code helm/proxpanel-backup/README.md}: the commands that it shows, by section. */
final class ChartReadme {
  static final Path FILE = Chart.FOLDER.resolve("README.md");

  private static final Pattern SECTION =
      Pattern.compile("^## (.*?)$(.*?)(?=^## |\\z)", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern COMMAND =
      Pattern.compile("^ {4}((?:helm|kubectl) .*)$", Pattern.MULTILINE);
  private static final Pattern YAML =
      Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private ChartReadme() {}

  /** Every section that shows commands, and these. */
  static Map<String, List<String>> commands() throws IOException {
    Map<String, List<String>> found = new LinkedHashMap<>();
    SECTION
        .matcher(Files.readString(FILE))
        .results()
        .forEach(section -> found.put(section.group(1), all(COMMAND, section.group(2))));
    found.values().removeIf(List::isEmpty);
    return found;
  }

  /** The YAML that it shows. */
  static List<String> yaml() throws IOException {
    return all(YAML, Files.readString(FILE));
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(each -> each.group(1)).toList();
  }
}
