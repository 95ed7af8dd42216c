package io.proxpanel.backup.controller.job;

import io.proxpanel.backup.api.v1.LabelRequirement;
import io.proxpanel.backup.api.v1.SecretSelector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Label selectors as the API server and {@code kubectl get -l} take them. */
public final class Selectors {
  private Selectors() {}

  /** The selector in one line. */
  public static String text(SecretSelector selector) {
    Map<String, String> labels =
        new TreeMap<>(Optional.ofNullable(selector.matchLabels()).orElse(Map.of()));
    List<LabelRequirement> requirements =
        Optional.ofNullable(selector.matchExpressions()).orElse(List.of());
    return Stream.concat(
            labels.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()),
            requirements.stream().map(Selectors::text))
        .collect(Collectors.joining(","));
  }

  private static String text(LabelRequirement requirement) {
    return switch (requirement.operator()) {
      case In -> "%s in (%s)".formatted(requirement.key(), values(requirement));
      case NotIn -> "%s notin (%s)".formatted(requirement.key(), values(requirement));
      case Exists -> requirement.key();
      case DoesNotExist -> "!" + requirement.key();
    };
  }

  private static String values(LabelRequirement requirement) {
    return String.join(",", requirement.values());
  }
}
