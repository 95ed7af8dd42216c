package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proxpanel.backup.e2e.embedded.EventLog.Change;
import io.proxpanel.backup.e2e.embedded.EventLog.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The objects, and what an API server does with them at every write: versions, generations,
 * defaults, finalizers, graceful deletion of pods. Objects are never changed once they are in, only
 * replaced.
 */
final class ObjectStore {
  private static final long DEFAULT_GRACE_SECONDS = 30;
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final Clock clock;
  private final EventLog log = new EventLog();
  private final Map<String, Entry> objects = new TreeMap<>();
  private long version;

  private record Entry(ResourceType type, ObjectNode object) {}

  /** What is selected, at one moment. */
  record Listing(List<ObjectNode> items, long version) {}

  /**
   * How to delete.
   *
   * @param graceSeconds null for the pod's own; 0 removes a pod at once
   * @param propagation {@code Foreground}, {@code Orphan} or what else means the background
   * @param uid that the object must have, or null
   */
  record Deletion(Long graceSeconds, String propagation, String uid) {
    static final Deletion DEFAULT = new Deletion(null, "Background", null);
    static final Deletion NOW = new Deletion(0L, "Background", null);
  }

  ObjectStore(Clock clock) {
    this.clock = clock;
  }

  /** Every change. */
  EventLog log() {
    return log;
  }

  synchronized ObjectNode create(ResourceType type, String namespace, ObjectNode given) {
    ObjectNode object = given.deepCopy();
    ObjectNode metadata = metadata(object);
    if (!metadata.hasNonNull("name") && metadata.hasNonNull("generateName")) {
      String random = UUID.randomUUID().toString().substring(0, 5);
      metadata.put("name", metadata.get("generateName").asText() + random);
    }
    String name = metadata.path("name").asText("");
    if (name.isEmpty()) {
      throw ApiException.invalid(type, name, "metadata.name: Required value");
    }
    refuseWrongNamespace(type, namespace, metadata);
    if (type.namespaced()) {
      metadata.put("namespace", namespace);
    }
    metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "managedFields"));
    metadata.put("uid", UUID.randomUUID().toString());
    metadata.put("creationTimestamp", now());
    metadata.put("generation", 1);
    object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    if (type.hasStatus()) {
      object.remove("status");
    }
    normalise(type, object);
    if (objects.containsKey(key(type, namespace, name))) {
      throw ApiException.alreadyExists(type, name);
    }
    return put(Kind.ADDED, type, object, null);
  }

  private static void normalise(ResourceType type, ObjectNode object) {
    new SchemaDefaults(type.schema()).apply(object);
    if ("Secret".equals(type.kind()) && object.remove("stringData") instanceof ObjectNode texts) {
      ObjectNode data = object.withObject("/data");
      for (Map.Entry<String, JsonNode> text : texts.properties()) {
        byte[] bytes = text.getValue().asText().getBytes(StandardCharsets.UTF_8);
        data.put(text.getKey(), Base64.getEncoder().encodeToString(bytes));
      }
    }
    List<SchemaCheck.Mistake> mistakes = SchemaCheck.of(type.schema(), object);
    if (!mistakes.isEmpty()) {
      throw ApiException.invalid(type, text(object, "name"), mistakes);
    }
  }

  private void refuseWrongNamespace(ResourceType type, String namespace, ObjectNode metadata) {
    if (!type.namespaced()) {
      return;
    }
    String own = metadata.path("namespace").asText(namespace);
    if (!own.equals(namespace)) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    Entry space = objects.get(key(ResourceType.NAMESPACES, null, namespace));
    if (space == null) {
      throw ApiException.notFound(ResourceType.NAMESPACES, namespace);
    }
    if (isBeingDeleted(space.object())) {
      throw ApiException.forbidden(
          type,
          metadata.path("name").asText(),
          "unable to create new content in namespace %s because it is being terminated"
              .formatted(namespace));
    }
  }

  synchronized Optional<ObjectNode> get(ResourceType type, String namespace, String name) {
    return Optional.ofNullable(objects.get(key(type, namespace, name))).map(Entry::object);
  }

  /** All of a type; of all namespaces when the namespace is null. */
  synchronized Listing list(ResourceType type, String namespace, Selector selector) {
    List<ObjectNode> items = new ArrayList<>();
    for (Entry entry : objects.values()) {
      boolean there = namespace == null || namespace.equals(text(entry.object(), "namespace"));
      if (entry.type().is(type) && there && selector.matches(entry.object())) {
        items.add(entry.object());
      }
    }
    return new Listing(items, version);
  }

  /** Every object of whatever type that names that UID as an owner. */
  synchronized List<ObjectNode> dependents(String uid) {
    List<ObjectNode> found = new ArrayList<>();
    for (Entry entry : objects.values()) {
      for (JsonNode owner : entry.object().path("metadata").path("ownerReferences")) {
        if (uid.equals(owner.path("uid").asText())) {
          found.add(entry.object());
        }
      }
    }
    return found;
  }

  /** Every object of a namespace. */
  synchronized List<ObjectNode> contentOf(String namespace) {
    return objects.values().stream()
        .map(Entry::object)
        .filter(object -> namespace.equals(text(object, "namespace")))
        .toList();
  }

  /** Whether there is an object of that UID. */
  synchronized boolean has(String uid) {
    return objects.values().stream().anyMatch(entry -> uid.equals(text(entry.object(), "uid")));
  }

  /**
   * Changes an object.
   *
   * @param status whether the status is changed, and nothing else; else everything but the status
   * @param change gets a copy that it may change
   * @throws ApiException when the result carries another resource version than the object has
   */
  synchronized ObjectNode change(
      ResourceType type,
      String namespace,
      String name,
      boolean status,
      UnaryOperator<ObjectNode> change) {
    ObjectNode current =
        get(type, namespace, name).orElseThrow(() -> ApiException.notFound(type, name));
    ObjectNode wanted = change.apply(current.deepCopy());
    refuseStale(type, name, current, wanted);
    ObjectNode next =
        status ? withStatusOf(current, wanted) : withoutStatusOf(type, current, wanted);
    normalise(type, next);
    if (next.equals(current)) {
      return current;
    }
    if (!status && !content(next).equals(content(current))) {
      metadata(next).put("generation", current.path("metadata").path("generation").asLong() + 1);
    }
    boolean last =
        isBeingDeleted(next) && finalizers(next).isEmpty() && !type.is(ResourceType.PODS);
    return last ? remove(type, next) : put(Kind.MODIFIED, type, next, current);
  }

  private static void refuseStale(
      ResourceType type, String name, ObjectNode current, ObjectNode wanted) {
    String based = text(wanted, "resourceVersion");
    if (!based.isEmpty() && !based.equals(text(current, "resourceVersion"))) {
      throw ApiException.conflict(
          type,
          name,
          "the object has been modified; please apply your changes to the latest version and try"
              + " again");
    }
    String uid = text(wanted, "uid");
    if (!uid.isEmpty() && !uid.equals(text(current, "uid"))) {
      throw ApiException.conflict(
          type, name, "Precondition failed: UID in object meta: " + text(current, "uid"));
    }
  }

  private static ObjectNode withStatusOf(ObjectNode current, ObjectNode wanted) {
    ObjectNode next = current.deepCopy();
    if (wanted.hasNonNull("status")) {
      next.set("status", wanted.get("status"));
    } else {
      next.remove("status");
    }
    return next;
  }

  private static ObjectNode withoutStatusOf(
      ResourceType type, ObjectNode current, ObjectNode wanted) {
    ObjectNode next = wanted.deepCopy();
    if (type.hasStatus()) {
      next = withStatusOf(next, current);
    }
    next.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    ObjectNode metadata = metadata(next);
    metadata.remove("managedFields");
    for (String fixed :
        List.of(
            "name",
            "namespace",
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "generation",
            "deletionTimestamp",
            "deletionGracePeriodSeconds")) {
      JsonNode value = current.path("metadata").get(fixed);
      if (value == null) {
        metadata.remove(fixed);
      } else {
        metadata.set(fixed, value);
      }
    }
    if (finalizers(next).isEmpty()) {
      metadata.remove("finalizers");
    }
    return next;
  }

  /** Deletes an object, or marks it for those who have to do something first. */
  synchronized ObjectNode delete(
      ResourceType type, String namespace, String name, Deletion deletion) {
    ObjectNode current =
        get(type, namespace, name).orElseThrow(() -> ApiException.notFound(type, name));
    if (deletion.uid() != null && !deletion.uid().equals(text(current, "uid"))) {
      throw ApiException.conflict(type, name, "the UID in the precondition does not match");
    }
    ObjectNode next = current.deepCopy();
    ArrayNode finalizers = metadata(next).withArray("finalizers");
    switch (String.valueOf(deletion.propagation())) {
      case "Foreground" -> addOnce(finalizers, GarbageCollector.FOREGROUND);
      case "Orphan" -> addOnce(finalizers, GarbageCollector.ORPHAN);
      default -> {
        // the garbage collector needs no finalizer to work in the background
      }
    }
    if (type.is(ResourceType.NAMESPACES)) {
      addOnce(finalizers, GarbageCollector.NAMESPACE);
    }
    long grace = type.is(ResourceType.PODS) ? graceOf(current, deletion) : 0;
    if (finalizers.isEmpty() && grace == 0) {
      return remove(type, current);
    }
    if (finalizers.isEmpty()) {
      metadata(next).remove("finalizers");
    }
    if (!isBeingDeleted(current)) {
      metadata(next).put("deletionTimestamp", now());
      metadata(next).put("deletionGracePeriodSeconds", grace);
      metadata(next).put("generation", current.path("metadata").path("generation").asLong() + 1);
    }
    return next.equals(current) ? current : put(Kind.MODIFIED, type, next, current);
  }

  /** A pod that runs on a node goes when the node says that its processes are gone. */
  private static long graceOf(ObjectNode pod, Deletion deletion) {
    boolean ended = ENDED.contains(pod.path("status").path("phase").asText());
    if (ended || !pod.path("spec").hasNonNull("nodeName")) {
      return 0;
    }
    return deletion.graceSeconds() != null
        ? deletion.graceSeconds()
        : pod.path("spec").path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE_SECONDS);
  }

  private static void addOnce(ArrayNode finalizers, String finalizer) {
    if (finalizers.valueStream().noneMatch(each -> finalizer.equals(each.asText()))) {
      finalizers.add(finalizer);
    }
  }

  private ObjectNode put(Kind kind, ResourceType type, ObjectNode object, ObjectNode previous) {
    version++;
    metadata(object).put("resourceVersion", Long.toString(version));
    objects.put(keyOf(type, object), new Entry(type, object));
    log.append(new Change(version, kind, type, object, previous));
    return object;
  }

  private ObjectNode remove(ResourceType type, ObjectNode last) {
    ObjectNode object = last.deepCopy();
    version++;
    metadata(object).put("resourceVersion", Long.toString(version));
    Entry before = objects.remove(keyOf(type, object));
    log.append(new Change(version, Kind.DELETED, type, object, before.object()));
    return object;
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static ObjectNode content(ObjectNode object) {
    ObjectNode content = object.deepCopy();
    content.remove(List.of("metadata", "status"));
    return content;
  }

  private static String keyOf(ResourceType type, ObjectNode object) {
    return key(type, type.namespaced() ? text(object, "namespace") : null, text(object, "name"));
  }

  private static String key(ResourceType type, String namespace, String name) {
    return type.qualifiedName() + "/" + (namespace == null ? "" : namespace) + "/" + name;
  }

  static ObjectNode metadata(ObjectNode object) {
    return object.get("metadata") instanceof ObjectNode metadata
        ? metadata
        : object.putObject("metadata");
  }

  static String text(JsonNode object, String field) {
    return object.path("metadata").path(field).asText("");
  }

  static boolean isBeingDeleted(JsonNode object) {
    return object.path("metadata").hasNonNull("deletionTimestamp");
  }

  private static JsonNode finalizers(JsonNode object) {
    JsonNode finalizers = object.path("metadata").path("finalizers");
    return finalizers.isArray() ? finalizers : JsonNodeFactory.instance.arrayNode();
  }
}
