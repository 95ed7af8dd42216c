package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Server-side apply: a manager's fields become what it applies, and what it applied before and does
 * not apply any more goes, unless another manager applies it too. Lists are one field each, except
 * finalizers and owner references, which are sets. Fields that were written by other means have no
 * owner here and give no conflict.
 */
final class ServerSideApply {
  private static final Set<String> SETS = Set.of("finalizers", "ownerReferences");
  private static final Set<String> IDENTITY =
      Set.of("name", "namespace", "uid", "resourceVersion", "managedFields", "generateName");

  /** By object (and subresource), by manager. */
  private final Map<String, Map<String, Set<Field>>> owned = new HashMap<>();

  /**
   * A leaf.
   *
   * @param path names from the root
   * @param element of a set, or null
   */
  private record Field(List<String> path, JsonNode element) {}

  /** Who applies what, how. */
  record Request(ResourceType type, String manager, boolean force, boolean status) {}

  /**
   * Applies.
   *
   * @param object as it is, changed in place; with its UID
   * @param applied the fields that the manager wants
   * @throws ApiException when another manager applies another value and force is not given
   */
  synchronized void apply(Request request, ObjectNode object, JsonNode applied) {
    String key = object.path("metadata").path("uid").asText() + (request.status() ? "/status" : "");
    Map<String, Set<Field>> managers = owned.computeIfAbsent(key, k -> new HashMap<>());
    Map<Field, JsonNode> wanted = new HashMap<>();
    collect(List.of(), applied, wanted);
    refuseConflicts(request, object, managers, wanted);
    Set<Field> before = managers.getOrDefault(request.manager(), Set.of());
    managers.put(request.manager(), Set.copyOf(wanted.keySet()));
    for (Field field : before) {
      boolean kept = managers.values().stream().anyMatch(fields -> fields.contains(field));
      if (!kept) {
        remove(object, field);
      }
    }
    wanted.forEach((field, value) -> set(object, field, value));
  }

  private void collect(List<String> path, JsonNode node, Map<Field, JsonNode> fields) {
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      List<String> inner = new ArrayList<>(path);
      inner.add(each.getKey());
      if (isIdentity(inner)) {
        continue;
      }
      JsonNode value = each.getValue();
      if (value.isObject() && !value.isEmpty()) {
        collect(inner, value, fields);
      } else if (isSet(inner)) {
        value.forEach(element -> fields.put(new Field(inner, element), element));
      } else if (!value.isNull()) {
        fields.put(new Field(inner, null), value);
      }
    }
  }

  private static boolean isIdentity(List<String> path) {
    return path.size() == 1
        ? Set.of("apiVersion", "kind").contains(path.get(0))
        : path.size() == 2 && "metadata".equals(path.get(0)) && IDENTITY.contains(path.get(1));
  }

  private static boolean isSet(List<String> path) {
    return path.size() == 2 && "metadata".equals(path.get(0)) && SETS.contains(path.get(1));
  }

  private static void refuseConflicts(
      Request request,
      ObjectNode object,
      Map<String, Set<Field>> managers,
      Map<Field, JsonNode> wanted) {
    if (request.force()) {
      managers.forEach(
          (manager, fields) -> {
            if (!manager.equals(request.manager())) {
              Set<Field> left = new HashSet<>(fields);
              left.removeIf(field -> differs(object, field, wanted));
              managers.put(manager, left);
            }
          });
      return;
    }
    managers.forEach(
        (manager, fields) -> {
          for (Field field : fields) {
            if (!manager.equals(request.manager()) && differs(object, field, wanted)) {
              throw ApiException.conflict(
                  request.type(),
                  object.path("metadata").path("name").asText(),
                  "Apply failed with 1 conflict: conflict with \"%s\": .%s"
                      .formatted(manager, String.join(".", field.path())));
            }
          }
        });
  }

  private static boolean differs(ObjectNode object, Field field, Map<Field, JsonNode> wanted) {
    JsonNode value = wanted.get(field);
    return field.element() == null && value != null && !value.equals(at(object, field.path()));
  }

  private static JsonNode at(JsonNode object, List<String> path) {
    JsonNode node = object;
    for (String name : path) {
      node = node.path(name);
    }
    return node;
  }

  private static void set(ObjectNode object, Field field, JsonNode value) {
    ObjectNode parent = object;
    for (String name : field.path().subList(0, field.path().size() - 1)) {
      parent = parent.get(name) instanceof ObjectNode there ? there : parent.putObject(name);
    }
    String name = field.path().get(field.path().size() - 1);
    if (field.element() == null) {
      parent.set(name, value);
      return;
    }
    ArrayNode set = parent.get(name) instanceof ArrayNode there ? there : parent.putArray(name);
    if (set.valueStream().noneMatch(value::equals)) {
      set.add(value);
    }
  }

  private static void remove(ObjectNode object, Field field) {
    JsonNode parent = at(object, field.path().subList(0, field.path().size() - 1));
    if (!(parent instanceof ObjectNode container)) {
      return;
    }
    String name = field.path().get(field.path().size() - 1);
    if (field.element() == null) {
      container.remove(name);
    } else if (container.get(name) instanceof ArrayNode set) {
      set.removeIf(field.element()::equals);
    }
  }
}
