package io.proxpanel.backup.e2e.chart;

import io.proxpanel.backup.e2e.apiserver.Program;
import io.proxpanel.backup.e2e.cluster.TestCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs commands as the documentation writes them: kubectl as it is, and helm so that it waits until
 * all is ready.
 */
final class Shell {
  /** A word with quoted and plain parts. */
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^\\s'])+");

  private static final List<String> WAIT = List.of("--wait", "--timeout", "180s");

  private final TestCluster cluster;
  private final Program kubectl;
  private final Program helm;
  private final Path folder;
  private final boolean dry;

  /** The folder is where files are that commands name; charts are in the checkout. */
  Shell(TestCluster cluster, Path folder) {
    this(cluster, folder, false);
  }

  private Shell(TestCluster cluster, Path folder, boolean dry) {
    this.cluster = cluster;
    this.kubectl = cluster.kubectl().in(folder);
    this.helm = cluster.helm().in(folder);
    this.folder = folder;
    this.dry = dry;
  }

  /** The same; the API server looks at what the commands would do and does nothing. */
  Shell withoutChange() {
    return new Shell(cluster, folder, true);
  }

  /**
   * Runs them one after the other, and fails when one does.
   *
   * @return what they print
   */
  String run(List<String> commands) {
    return commands.stream().map(this::run).collect(Collectors.joining("\n"));
  }

  private String run(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      words.add(matcher.group().replace("'", ""));
    }
    String program = words.remove(0);
    if (program.equals("kubectl")) {
      if (dry) {
        words.add("--dry-run=server");
      }
      return kubectl.run(words.toArray(String[]::new)).orFail();
    }
    return helm(words);
  }

  private String helm(List<String> words) {
    words.replaceAll(
        word -> word.startsWith("helm/") ? Chart.CHECKOUT.resolve(word).toString() : word);
    if (dry) {
      words.add("--dry-run=server");
    } else if (!words.contains("uninstall")) {
      words.addAll(WAIT);
    }
    return helm.run(words.toArray(String[]::new)).orFail();
  }
}
