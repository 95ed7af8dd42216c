package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The API server says only of which type a value is that a rule refuses ({@code Invalid value:
 * "string"}). So the message names the value, wherever that is a text or an element of a list.
 */
final class RuleMessages {
  private static final Pattern FOR_ALL =
      Pattern.compile("self\\.all\\((?<each>[a-z]), (?<rule>.*)\\)");

  private RuleMessages() {}

  /** Adds the expression; the message without the value stays for values with a line break. */
  static void nameTheValue(JsonNode field, ObjectNode rule) {
    if (rule.has("messageExpression")) {
      return;
    }
    String value = wrongValue(field, rule.get("rule").asText());
    if (!value.isEmpty()) {
      String message = rule.get("message").asText().replace("\\", "\\\\").replace("'", "\\'");
      rule.put("messageExpression", "'\"' + " + value + " + '\" cannot be used: " + message + "'");
    }
  }

  private static String wrongValue(JsonNode field, String rule) {
    if (field.path("type").asText().equals("string")) {
      return "self";
    }
    Matcher forAll = FOR_ALL.matcher(rule);
    if (!forAll.matches()) {
      return "";
    }
    String each = forAll.group("each");
    String first = "self.filter(" + each + ", !(" + forAll.group("rule") + "))[0]";
    if (field.has("additionalProperties") || field.at("/items/type").asText().equals("string")) {
      return first;
    }
    return "";
  }
}
