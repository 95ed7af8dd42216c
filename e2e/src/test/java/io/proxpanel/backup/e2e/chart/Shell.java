package io.proxpanel.backup.e2e.chart;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.UpgradeCommand;
import io.proxpanel.backup.e2e.apiserver.Kubectl;
import io.proxpanel.backup.e2e.cluster.TestCluster;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs commands as the documentation writes them: kubectl as it is, and helm by its library, which
 * waits until all is ready.
 */
final class Shell {
  /** A word with quoted and plain parts. */
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^\\s'])+");

  private static final int SECONDS = 180;

  private final TestCluster cluster;
  private final Kubectl kubectl;
  private final Path folder;
  private final boolean dry;

  /** The folder is where files are that commands name; charts are in the checkout. */
  Shell(TestCluster cluster, Path folder) {
    this(cluster, folder, false);
  }

  private Shell(TestCluster cluster, Path folder, boolean dry) {
    this.cluster = cluster;
    this.kubectl = cluster.kubectl().in(folder);
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
    return helm(new ArrayDeque<>(words));
  }

  private String helm(Deque<String> words) {
    String verb = words.pop();
    String release = words.pop();
    return switch (verb) {
      case "install" -> install(release, words);
      case "upgrade" -> upgrade(release, words);
      case "uninstall" -> uninstall(release, words);
      default -> throw new IllegalArgumentException("helm " + verb);
    };
  }

  private String install(String release, Deque<String> words) {
    var install =
        new Helm(Chart.CHECKOUT.resolve(words.pop()))
            .install()
            .withName(release)
            .withKubeConfig(cluster.kubeconfig())
            .waitReady()
            .withTimeout(SECONDS);
    while (!words.isEmpty()) {
      switch (words.pop()) {
        case "--namespace" -> install.withNamespace(words.pop());
        case "--create-namespace" -> install.createNamespace();
        default -> throw new IllegalArgumentException("helm install … " + words);
      }
    }
    return install.call().getOutput();
  }

  private String upgrade(String release, Deque<String> words) {
    var upgrade =
        new Helm(Chart.CHECKOUT.resolve(words.pop()))
            .upgrade()
            .withName(release)
            .withKubeConfig(cluster.kubeconfig());
    if (dry) {
      upgrade.dryRun().withDryRunOption(DryRun.SERVER);
    } else {
      upgrade.waitReady().withTimeout(SECONDS);
    }
    while (!words.isEmpty()) {
      switch (words.pop()) {
        case "--namespace" -> upgrade.withNamespace(words.pop());
        case "--reset-then-reuse-values" -> upgrade.resetThenReuseValues();
        case "--values" -> upgrade.withValuesFile(folder.resolve(words.pop()));
        case "--set" -> set(upgrade, words.pop());
        default -> throw new IllegalArgumentException("helm upgrade … " + words);
      }
    }
    return upgrade.call().getOutput();
  }

  /** The library takes a list, {a,b}, for text. */
  private static void set(UpgradeCommand upgrade, String assignment) {
    String[] value = assignment.split("=", 2);
    if (!value[1].startsWith("{")) {
      upgrade.set(value[0], value[1]);
      return;
    }
    String[] elements = value[1].substring(1, value[1].length() - 1).split(",");
    for (int i = 0; i < elements.length; i++) {
      upgrade.set(value[0] + "[" + i + "]", elements[i]);
    }
  }

  private String uninstall(String release, Deque<String> words) {
    var uninstall = Helm.uninstall(release).withKubeConfig(cluster.kubeconfig());
    while (!words.isEmpty()) {
      if (!words.pop().equals("--namespace")) {
        throw new IllegalArgumentException("helm uninstall … " + words);
      }
      uninstall.withNamespace(words.pop());
    }
    return uninstall.call();
  }
}
