package io.proxpanel.backup.agent.router.rebuild;

import io.proxpanel.backup.agent.router.drift.ExportSection;
import io.proxpanel.backup.agent.router.drift.NormalizedExport;
import io.proxpanel.backup.agent.router.drift.Words;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which interfaces a router must have before an export can be imported there: those that it sets by
 * the name they have from the factory, and those that it uses and neither makes nor renames.
 */
final class ExportInterfaces {
  private static final Pattern FACTORY =
      Pattern.compile("find default-name=(?:\"([^\"]*)\"|([^\" ]+))");

  private static final List<String> USES =
      List.of(
          "interface",
          "interfaces",
          "in-interface",
          "out-interface",
          "master-interface",
          "slaves",
          "tagged",
          "untagged");

  /** What stands for no one interface. */
  private static final Set<String> NO_INTERFACE =
      Set.of("", "all", "any", "none", "dynamic", "static", "auto", "lo");

  private final Set<String> fromFactory = new TreeSet<>();
  private final Set<String> made = new HashSet<>();
  private final Set<String> used = new TreeSet<>();

  private ExportInterfaces() {}

  /** The names, sorted. */
  static Set<String> neededBy(NormalizedExport export) {
    ExportInterfaces interfaces = new ExportInterfaces();
    for (ExportSection section : export.sections()) {
      boolean makes = section.path().startsWith("/interface ");
      for (String item : section.items()) {
        Words words = Words.of(item);
        if (makes) {
          interfaces.madeBy(words);
        }
        interfaces.usedBy(words);
      }
    }
    Set<String> needed = new TreeSet<>(interfaces.used);
    needed.removeAll(interfaces.made);
    needed.addAll(interfaces.fromFactory);
    return needed;
  }

  private void madeBy(Words words) {
    Optional<String> factory = words.selector().flatMap(ExportInterfaces::factoryName);
    factory.ifPresent(fromFactory::add);
    if (factory.isPresent() || words.verb().equals("add")) {
      words.value("name").map(ExportInterfaces::text).ifPresent(made::add);
    }
  }

  private void usedBy(Words words) {
    for (String property : USES) {
      String value = words.value(property).map(ExportInterfaces::text).orElse("");
      for (String name : value.split(",", -1)) {
        String bare = name.startsWith("!") ? name.substring(1) : name;
        // <pppoe-anna> comes and goes; *1F is one that was removed already.
        if (!NO_INTERFACE.contains(bare) && !bare.startsWith("<") && !bare.startsWith("*")) {
          used.add(bare);
        }
      }
    }
  }

  private static Optional<String> factoryName(String selector) {
    Matcher found = FACTORY.matcher(selector);
    return found.find()
        ? Optional.of(text(found.group(1) == null ? found.group(2) : found.group(1)))
        : Optional.empty();
  }

  /** Routers speak UTF-8 through their API. */
  private static String text(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
