package io.proxpanel.backup.controller.settings;

import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Typed access to environment variables that remembers everything that is wrong. */
final class Variables {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  /** Nothing waits longer, and in seconds it fits wherever Kubernetes takes one. */
  private static final long MOST_DAYS = 3650;

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  /** As in the schema of a destination. */
  private static final Pattern URL = Pattern.compile("https?://[^/?#\\p{Cntrl} ]+/?");

  private static final Pattern LABEL =
      Pattern.compile(
          "([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9._]{0,61}[A-Za-z0-9])?"
              + "=[A-Za-z0-9]([-A-Za-z0-9._]{0,61}[A-Za-z0-9])?");

  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  Variables(Map<String, String> environment) {
    this.environment = environment;
  }

  void throwIfAnyIsWrong() {
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }

  /** Empty counts as not set: a chart writes an empty value where the user gave none. */
  String text(String name, String otherwise) {
    String value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? otherwise : value;
  }

  String name(String name, String otherwise) {
    String value = text(name, otherwise);
    if (!NAME.matcher(value).matches()) {
      wrong(name, value, "a Kubernetes name of small letters, digits, - and .");
    }
    return value;
  }

  /** Of a service, without a path: what is asked for there is added to it. */
  String url(String name, String otherwise) {
    String value = text(name, otherwise);
    if (!URL.matcher(value).matches()) {
      wrong(name, value, "a URL without a path, like https://license.proxrad.com");
    }
    return value;
  }

  /** Null where there is none. */
  String label(String name) {
    String value = text(name, null);
    if (value != null && !LABEL.matcher(value).matches()) {
      wrong(name, value, "a label with its value, like backup.proxpanel.io/allowed=true");
    }
    return value;
  }

  String oneOf(String name, String otherwise, Set<String> allowed) {
    String value = text(name, otherwise);
    if (value != null && !allowed.contains(value)) {
      wrong(name, value, "one of " + String.join(", ", new TreeSet<>(allowed)));
    }
    return value;
  }

  int number(String name, int otherwise, int least, int most) {
    String value = text(name, null);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, in the same words as a number that is out of range
    }
    wrong(name, value, "a whole number from " + least + " to " + most);
    return otherwise;
  }

  boolean flag(String name, boolean otherwise) {
    return Boolean.parseBoolean(oneOf(name, Boolean.toString(otherwise), Set.of("true", "false")));
  }

  Duration duration(String name, Duration otherwise, Duration least) {
    String value = text(name, null);
    if (value == null) {
      return otherwise;
    }
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      wrong(name, value, "a number with a unit, such as 500ms, 10s, 5m, 6h or 1d");
      return otherwise;
    }
    Duration duration = unit(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
    if (duration.compareTo(least) < 0) {
      wrong(name, value, "at least " + least.toMillis() + "ms");
      return otherwise;
    }
    if (duration.compareTo(Duration.ofDays(MOST_DAYS)) > 0) {
      wrong(name, value, "at most " + MOST_DAYS + "d");
      return otherwise;
    }
    return duration;
  }

  private static Duration unit(String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }

  Set<String> names(String name) {
    Set<String> names =
        Arrays.stream(text(name, "").split(","))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    for (String each : names) {
      if (!NAME.matcher(each).matches()) {
        wrong(name, each, "Kubernetes names with commas between them");
      }
    }
    return names;
  }

  String quantity(String name, String otherwise) {
    String value = text(name, otherwise);
    if (!isQuantity(value)) {
      wrong(name, value, "a quantity such as 500Mi or 2Gi");
      return otherwise;
    }
    return value;
  }

  Map<String, String> quantities(String name, String otherwise) {
    Map<String, String> quantities = new LinkedHashMap<>();
    for (String part : text(name, otherwise).split(",")) {
      String[] sides = part.strip().split("=", 2);
      if (sides.length != 2 || sides[0].isBlank() || !isQuantity(sides[1])) {
        wrong(name, part.strip(), "pairs such as cpu=100m,memory=128Mi");
      } else {
        quantities.put(sides[0], sides[1]);
      }
    }
    return quantities;
  }

  private static boolean isQuantity(String value) {
    try {
      return Quantity.getAmountInBytes(Quantity.parse(value)).signum() > 0;
    } catch (IllegalArgumentException | ArithmeticException e) {
      return false;
    }
  }

  void increasing(String shorter, Duration shortTime, String longer, Duration longTime) {
    if (shortTime.compareTo(longTime) >= 0) {
      problems.add(shorter + " must be shorter than " + longer + ".");
    }
  }

  void notDecreasing(String shorter, Duration shortTime, String longer, Duration longTime) {
    if (shortTime.compareTo(longTime) > 0) {
      problems.add(shorter + " must not be longer than " + longer + ".");
    }
  }

  private void wrong(String name, String value, String expected) {
    problems.add(name + " is \"" + value + "\": write " + expected + ".");
  }
}
