package io.proxpanel.backup.e2e.router;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command that a client has given.
 *
 * @param command as {@code /file/print}
 * @param arguments by name; a flag has an empty value
 * @param queries what a property has to be, by name
 * @param tag or null
 */
public record ApiRequest(
    String command, Map<String, String> arguments, Map<String, String> queries, String tag) {
  static ApiRequest of(List<String> words) {
    Map<String, String> arguments = new LinkedHashMap<>();
    Map<String, String> queries = new LinkedHashMap<>();
    String tag = null;
    for (String word : words.subList(1, words.size())) {
      if (word.startsWith(".tag=")) {
        tag = word.substring(5);
      } else if (word.startsWith("=") && word.indexOf('=', 1) > 0) {
        int equals = word.indexOf('=', 1);
        arguments.put(word.substring(1, equals), word.substring(equals + 1));
      } else if (word.startsWith("?") && word.indexOf('=', 2) > 0) {
        String query = word.substring(word.startsWith("?=") ? 2 : 1);
        queries.put(
            query.substring(0, query.indexOf('=')), query.substring(query.indexOf('=') + 1));
      }
    }
    return new ApiRequest(words.get(0), arguments, queries, tag);
  }

  String get(String argument) {
    return arguments.getOrDefault(argument, "");
  }

  /** Whether a flag is set. */
  boolean has(String flag) {
    String value = arguments.get(flag);
    return value != null && !value.equals("no") && !value.equals("false");
  }
}
