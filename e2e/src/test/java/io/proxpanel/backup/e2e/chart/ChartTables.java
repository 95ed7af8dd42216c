package io.proxpanel.backup.e2e.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of the chart's README, made of {@code values.yaml} and of the roles. */
final class ChartTables {
  private static final Path VALUES = Chart.FOLDER.resolve("values.yaml");
  private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z]+):.*$");
  private static final Pattern COMMENT = Pattern.compile("^ *# (.*)$");
  private static final String PART_OF = "rbac.authorization.k8s.io/aggregate-to-";

  private ChartTables() {}

  /** Every part of the page that is made, by the name of its marker. */
  static Map<String, String> all() throws IOException {
    return Map.of("values", values(), "roles", roles());
  }

  /** What a person may set: the values that have a comment, and what it says. */
  static Map<String, String> comments() throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    List<String> path = new ArrayList<>();
    List<String> comment = new ArrayList<>();
    for (String line : Files.readAllLines(VALUES)) {
      Matcher text = COMMENT.matcher(line);
      Matcher key = KEY.matcher(line);
      if (text.matches()) {
        comment.add(text.group(1));
        continue;
      }
      if (key.matches()) {
        int depth = key.group(1).length() / 2;
        path.subList(depth, path.size()).clear();
        path.add(key.group(2));
        if (!comment.isEmpty()) {
          found.put(String.join(".", path), String.join(" ", comment));
        }
      }
      comment.clear();
    }
    return found;
  }

  private static String values() throws IOException {
    List<String> rows = new ArrayList<>(List.of("| value | default | meaning |", "|---|---|---|"));
    Map<String, Object> defaults = Chart.values(VALUES);
    for (Map.Entry<String, String> each : comments().entrySet()) {
      rows.add(
          "| `%s` | `%s` | %s |"
              .formatted(each.getKey(), inYaml(defaults.get(each.getKey())), each.getValue()));
    }
    return String.join("\n", rows);
  }

  /** As people write it on one line. */
  private static String inYaml(Object value) throws JsonProcessingException {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      List<String> pairs = new ArrayList<>();
      for (Map.Entry<?, ?> each : map.entrySet()) {
        pairs.add(each.getKey() + ": " + inYaml(each.getValue()));
      }
      return "{" + String.join(", ", pairs) + "}";
    }
    return value instanceof String text && !text.isEmpty()
        ? text
        : new ObjectMapper().writeValueAsString(value);
  }

  private static String roles() {
    List<String> rows =
        new ArrayList<>(List.of("| ClusterRole | may | part of |", "|---|---|---|"));
    Chart.objects(Chart.render(Map.of())).stream()
        .filter(ClusterRole.class::isInstance)
        .map(ClusterRole.class::cast)
        .filter(role -> !role.getMetadata().getName().equals(Chart.NAME))
        .forEach(
            role ->
                rows.add(
                    "| `%s` | %s | %s |"
                        .formatted(
                            role.getMetadata().getName(),
                            role.getRules().stream()
                                .map(ChartTables::rule)
                                .collect(Collectors.joining("; ")),
                            partOf(role))));
    return String.join("\n", rows);
  }

  private static String rule(PolicyRule rule) {
    return String.join(", ", rule.getVerbs()) + ": " + String.join(", ", rule.getResources());
  }

  private static String partOf(ClusterRole role) {
    return role.getMetadata().getLabels().keySet().stream()
        .filter(label -> label.startsWith(PART_OF))
        .map(label -> "`" + label.substring(PART_OF.length()) + "`")
        .sorted(Comparator.reverseOrder())
        .collect(Collectors.joining(", "));
  }
}
