package io.proxpanel.backup.e2e.embedded;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to an object or a collection.
 *
 * @param type of the objects
 * @param namespace or null for all, or for a type without namespaces
 * @param name or null for the collection
 * @param subresource {@code status}, {@code log} or null
 * @param query parameters
 */
record ApiRequest(
    ResourceType type,
    String namespace,
    String name,
    String subresource,
    Map<String, String> query) {

  /** Finds the type that a path means; empty when it is not the path of any. */
  static Optional<ApiRequest> parse(URI uri, ResourceTypes types) {
    List<String> path = segments(uri);
    boolean core = !path.isEmpty() && "api".equals(path.get(0));
    boolean grouped = !path.isEmpty() && "apis".equals(path.get(0));
    int skipped = core ? 2 : 3;
    if ((!core && !grouped) || path.size() <= skipped) {
      return Optional.empty();
    }
    String group = core ? "" : path.get(1);
    String version = path.get(skipped - 1);
    List<String> rest = path.subList(skipped, path.size());
    boolean inNamespace =
        rest.size() >= 3
            && "namespaces".equals(rest.get(0))
            && !List.of("status", "finalize").contains(rest.get(2));
    List<String> object = inNamespace ? rest.subList(2, rest.size()) : rest;
    return types
        .find(group, version, object.get(0))
        .map(
            type ->
                new ApiRequest(
                    type,
                    inNamespace ? rest.get(1) : null,
                    object.size() > 1 ? object.get(1) : null,
                    object.size() > 2 ? object.get(2) : null,
                    query(uri)));
  }

  static List<String> segments(URI uri) {
    return Arrays.stream(uri.getRawPath().split("/"))
        .filter(segment -> !segment.isEmpty())
        .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toList();
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    if (uri.getRawQuery() != null) {
      for (String pair : uri.getRawQuery().split("&")) {
        String[] sides = pair.split("=", 2);
        query.put(
            URLDecoder.decode(sides[0], StandardCharsets.UTF_8),
            sides.length == 1 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  Selector selector() {
    return Selector.parse(query.get("labelSelector"), query.get("fieldSelector"));
  }

  boolean isWatch() {
    return name == null && List.of("true", "1").contains(query.getOrDefault("watch", ""));
  }

  boolean isStatus() {
    return "status".equals(subresource);
  }
}
