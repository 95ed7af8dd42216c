package io.proxpanel.backup.e2e.cluster;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.UninstallCommand;
import com.marcnuri.helm.UpgradeCommand;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * As much of the command helm as the documentation and the tests use, by its library. It is a
 * program since the library's install takes SIGINT, SIGTERM and SIGQUIT from its process for good
 * (helm-java's issue 409), and a process that has clusters to end needs them.
 */
final class HelmMain {
  private static final String FLAG = "--";
  private static final Set<String> FLAGS =
      Set.of(
          "--create-namespace",
          "--dry-run=server",
          "--ignore-not-found",
          "--install",
          "--reset-then-reuse-values",
          "--reset-values",
          "--wait");

  private final Deque<String> names = new ArrayDeque<>();
  private final Map<String, List<String>> options = new HashMap<>();

  private HelmMain(String... words) {
    Deque<String> left = new ArrayDeque<>(List.of(words));
    while (!left.isEmpty()) {
      String word = left.pop();
      if (word.startsWith(FLAG)) {
        options
            .computeIfAbsent(word, key -> new ArrayList<>())
            .add(FLAGS.contains(word) ? "" : left.pop());
      } else {
        names.add(word);
      }
    }
  }

  /** Exits with 0 when it is done, and else says why not on standard error. */
  public static void main(String[] words) {
    try {
      System.out.println(new HelmMain(words).run());
    } catch (IllegalStateException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private String run() {
    String verb = names.pop();
    return switch (verb) {
      case "install" -> install();
      case "upgrade" -> upgrade();
      case "uninstall" -> uninstall();
      default -> throw new IllegalArgumentException("There is no helm " + verb + " here.");
    };
  }

  private String install() {
    String name = names.pop();
    InstallCommand install = new Helm(Path.of(names.pop())).install().withName(name);
    value("--kubeconfig", text -> install.withKubeConfig(Path.of(text)));
    value("--namespace", install::withNamespace);
    flag("--create-namespace", install::createNamespace);
    flag("--wait", install::waitReady);
    value("--timeout", text -> install.withTimeout(seconds(text)));
    refuseOthers();
    return install.call().getOutput();
  }

  private String upgrade() {
    String name = names.pop();
    UpgradeCommand upgrade = new Helm(Path.of(names.pop())).upgrade().withName(name);
    value("--kubeconfig", text -> upgrade.withKubeConfig(Path.of(text)));
    value("--namespace", upgrade::withNamespace);
    flag("--install", upgrade::install);
    flag("--reset-values", upgrade::resetValues);
    flag("--reset-then-reuse-values", upgrade::resetThenReuseValues);
    value("--values", text -> upgrade.withValuesFile(Path.of(text)));
    value("--set", text -> set(upgrade, text));
    flag("--dry-run=server", () -> upgrade.dryRun().withDryRunOption(DryRun.SERVER));
    flag("--wait", upgrade::waitReady);
    value("--timeout", text -> upgrade.withTimeout(seconds(text)));
    refuseOthers();
    return upgrade.call().getOutput();
  }

  private String uninstall() {
    UninstallCommand uninstall = Helm.uninstall(names.pop());
    value("--kubeconfig", text -> uninstall.withKubeConfig(Path.of(text)));
    value("--namespace", uninstall::withNamespace);
    flag("--ignore-not-found", uninstall::ignoreNotFound);
    refuseOthers();
    return uninstall.call();
  }

  private void value(String option, Consumer<String> use) {
    Optional.ofNullable(options.remove(option)).ifPresent(values -> values.forEach(use));
  }

  private void flag(String option, Runnable use) {
    value(option, nothing -> use.run());
  }

  private void refuseOthers() {
    if (!options.isEmpty() || !names.isEmpty()) {
      throw new IllegalArgumentException("helm has too many words: " + options.keySet() + names);
    }
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

  private static int seconds(String text) {
    return Integer.parseInt(text.replaceFirst("s$", ""));
  }
}
