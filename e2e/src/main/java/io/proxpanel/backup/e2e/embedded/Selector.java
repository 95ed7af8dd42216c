package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Label and field selectors, as list and watch take them. */
final class Selector {
  private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
  private static final Pattern EQUALITY = Pattern.compile("([^!=\\s]+)\\s*(==|=|!=)\\s*(\\S*)");
  // A comma inside parentheses belongs to a set.
  private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

  private final Predicate<JsonNode> labels;
  private final Predicate<JsonNode> fields;

  private Selector(Predicate<JsonNode> labels, Predicate<JsonNode> fields) {
    this.labels = labels;
    this.fields = fields;
  }

  /**
   * Reads both selectors; null or empty selects everything.
   *
   * @throws ApiException for one that cannot be read
   */
  static Selector parse(String labelSelector, String fieldSelector) {
    return new Selector(all(labelSelector, Selector::label), all(fieldSelector, Selector::field));
  }

  boolean matches(JsonNode object) {
    return labels.test(object) && fields.test(object);
  }

  private static Predicate<JsonNode> all(String text, Parser parser) {
    List<Predicate<JsonNode>> requirements = new ArrayList<>();
    if (text != null && !text.isBlank()) {
      for (String part : COMMA.split(text)) {
        requirements.add(parser.parse(part.strip()));
      }
    }
    return object -> requirements.stream().allMatch(each -> each.test(object));
  }

  private interface Parser {
    Predicate<JsonNode> parse(String requirement);
  }

  private static Predicate<JsonNode> label(String text) {
    Matcher set = SET.matcher(text);
    if (set.matches()) {
      Set<String> values =
          Arrays.stream(set.group(3).split(",")).map(String::strip).collect(Collectors.toSet());
      boolean in = "in".equals(set.group(2));
      return object -> values.contains(valueOf(object, set.group(1))) == in;
    }
    Matcher equality = EQUALITY.matcher(text);
    if (equality.matches()) {
      boolean equal = !"!=".equals(equality.group(2));
      return object -> equality.group(3).equals(valueOf(object, equality.group(1))) == equal;
    }
    if (text.startsWith("!")) {
      return object -> valueOf(object, text.substring(1)) == null;
    }
    if (text.contains(" ")) {
      throw ApiException.badRequest("unable to parse requirement: " + text);
    }
    return object -> valueOf(object, text) != null;
  }

  private static String valueOf(JsonNode object, String label) {
    return object.path("metadata").path("labels").path(label).asText(null);
  }

  private static Predicate<JsonNode> field(String text) {
    Matcher equality = EQUALITY.matcher(text);
    if (!equality.matches()) {
      throw ApiException.badRequest("unable to parse field selector: " + text);
    }
    String pointer = "/" + equality.group(1).replace('.', '/');
    boolean equal = !"!=".equals(equality.group(2));
    return object -> equality.group(3).equals(object.at(pointer).asText("")) == equal;
  }
}
