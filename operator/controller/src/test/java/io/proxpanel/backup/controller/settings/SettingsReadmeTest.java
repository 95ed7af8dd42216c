package io.proxpanel.backup.controller.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of settings in the README says what the code reads, no more and no less. */
class SettingsReadmeTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `(BACKUP_[A-Z_]+)` \\| ([^|]+) \\| [^|]+ \\|$", Pattern.MULTILINE);
  private static final Pattern VALUE = Pattern.compile("`([^`]+)`");
  private static final Pattern IN_LOGBACK = Pattern.compile("\\$\\{(BACKUP_[A-Z_]+):-([^}]*)}");

  /** Settings that are nothing until they are set; the table has words for what holds then. */
  private static final Map<String, Function<Settings, Object>> WITHOUT_DEFAULT =
      Map.of(
          "BACKUP_WATCH_NAMESPACES", Settings::watchNamespaces,
          "BACKUP_LEASE_NAMESPACE", settings -> settings.leaderElection().leaseNamespace(),
          "BACKUP_AGENT_IMAGE_PULL_POLICY", settings -> settings.agent().imagePullPolicy(),
          "BACKUP_AGENT_IMAGE_PULL_SECRETS", settings -> settings.agent().imagePullSecrets(),
          "BACKUP_SECRETS_LABEL", settings -> settings.guards().secretsLabel());

  /** Remembers the names that were asked for. */
  private static final class AskedFor extends HashMap<String, String> {
    private static final long serialVersionUID = 1L;
    private final Set<String> names = new TreeSet<>();

    @Override
    public String getOrDefault(Object name, String otherwise) {
      names.add((String) name);
      return otherwise;
    }
  }

  @Test
  void namesWhatTheCodeReads() {
    AskedFor environment = new AskedFor();
    SettingsReader.read(environment);

    assertThat(table().keySet()).isEqualTo(environment.names);
    assertThat(table().keySet()).containsAll(readByLogback().keySet());
  }

  @Test
  void hasTheDefaultsOfTheCode() {
    assertThat(defaults()).isNotEmpty();
    assertThat(defaults())
        .allSatisfy(
            (name, text) ->
                assertThat(SettingsReader.read(Map.of(name, text))).isEqualTo(Settings.defaults()));
    assertThat(defaults()).containsAllEntriesOf(readByLogback());
  }

  @Test
  void hasWordsWhereTheCodeHasNoDefault() {
    Set<String> inWords = new TreeSet<>(table().keySet());
    inWords.removeAll(defaults().keySet());

    assertThat(inWords).isEqualTo(new TreeSet<>(WITHOUT_DEFAULT.keySet()));
    assertThat(WITHOUT_DEFAULT)
        .allSatisfy(
            (name, value) -> assertThat(value.apply(Settings.defaults())).isIn(null, Set.of()));
  }

  /** The second column of the table by the first. */
  private static Map<String, String> table() {
    return matches(ROW, read("../README.md"));
  }

  /** The rows whose default is a value, and not words about one. */
  private static Map<String, String> defaults() {
    return table().entrySet().stream()
        .filter(row -> VALUE.matcher(row.getValue()).matches())
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, row -> VALUE.matcher(row.getValue()).replaceAll("$1")));
  }

  /** What logging reads by itself, with its defaults. */
  private static Map<String, String> readByLogback() {
    return matches(IN_LOGBACK, read("src/main/resources/logback.xml"));
  }

  private static Map<String, String> matches(Pattern pattern, String text) {
    Map<String, String> found = new TreeMap<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      assertThat(found.put(matcher.group(1), matcher.group(2))).as(matcher.group(1)).isNull();
    }
    return found;
  }

  private static String read(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
