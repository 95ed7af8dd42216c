package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proxpanel.backup.e2e.embedded.EventLog.Change;
import io.proxpanel.backup.e2e.embedded.EventLog.Kind;
import io.proxpanel.backup.e2e.embedded.ObjectStore.Deletion;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has lost its last owner, in the background or before the owner itself, and what is
 * in a namespace that is being deleted.
 */
final class GarbageCollector {
  static final String FOREGROUND = "foregroundDeletion";
  static final String ORPHAN = "orphan";
  static final String NAMESPACE = "kubernetes";

  private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);

  private final ObjectStore store;
  private final ResourceTypes types;

  GarbageCollector(ObjectStore store, ResourceTypes types) {
    this.store = store;
    this.types = types;
  }

  /** Does what follows from a change. */
  void observe(Change change) {
    ObjectNode object = change.object();
    String uid = ObjectStore.text(object, "uid");
    if (change.kind() == Kind.DELETED) {
      store.dependents(uid).forEach(this::collectIfOwnerless);
      ownersOf(object);
      namespaceOf(object);
      return;
    }
    collectIfOwnerless(object);
    if (ObjectStore.isBeingDeleted(object)) {
      finish(change.type(), object);
    }
  }

  /** An owner that waits for its dependents, or a namespace for its content, may go on. */
  private void ownersOf(JsonNode object) {
    for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
      types
          .ofKind(owner.path("apiVersion").asText(), owner.path("kind").asText())
          .ifPresent(
              type ->
                  store
                      .get(type, ObjectStore.text(object, "namespace"), owner.path("name").asText())
                      .filter(ObjectStore::isBeingDeleted)
                      .ifPresent(each -> finish(type, each)));
    }
  }

  private void namespaceOf(JsonNode object) {
    store
        .get(ResourceType.NAMESPACES, null, ObjectStore.text(object, "namespace"))
        .filter(ObjectStore::isBeingDeleted)
        .ifPresent(each -> finish(ResourceType.NAMESPACES, each));
  }

  private void finish(ResourceType type, ObjectNode object) {
    String uid = ObjectStore.text(object, "uid");
    if (hasFinalizer(object, FOREGROUND)) {
      if (store.dependents(uid).isEmpty()) {
        removeFinalizer(object, FOREGROUND);
      } else {
        store.dependents(uid).forEach(each -> delete(each, Deletion.DEFAULT));
      }
    }
    if (hasFinalizer(object, ORPHAN)) {
      store.dependents(uid).forEach(each -> release(each, uid::equals));
      removeFinalizer(object, ORPHAN);
    }
    if (type.is(ResourceType.NAMESPACES) && hasFinalizer(object, NAMESPACE)) {
      List<ObjectNode> content = store.contentOf(ObjectStore.text(object, "name"));
      if (content.isEmpty()) {
        removeFinalizer(object, NAMESPACE);
      } else {
        content.forEach(each -> delete(each, Deletion.DEFAULT));
      }
    }
  }

  private void collectIfOwnerless(ObjectNode object) {
    JsonNode owners = object.path("metadata").path("ownerReferences");
    if (!owners.isArray() || owners.isEmpty() || ObjectStore.isBeingDeleted(object)) {
      return;
    }
    Predicate<String> lost = uid -> !store.has(uid);
    long gone = owners.valueStream().map(owner -> owner.path("uid").asText()).filter(lost).count();
    if (gone == owners.size()) {
      delete(object, Deletion.DEFAULT);
    } else if (gone > 0) {
      release(object, lost);
    }
  }

  private void release(ObjectNode dependent, Predicate<String> owner) {
    change(
        dependent,
        copy -> {
          JsonNode owners = copy.path("metadata").path("ownerReferences");
          var left = ObjectStore.metadata(copy).putArray("ownerReferences");
          owners.valueStream().filter(o -> !owner.test(o.path("uid").asText())).forEach(left::add);
          return copy;
        });
  }

  private void removeFinalizer(ObjectNode object, String finalizer) {
    change(
        object,
        copy -> {
          JsonNode all = copy.path("metadata").path("finalizers");
          var left = ObjectStore.metadata(copy).putArray("finalizers");
          all.valueStream().filter(f -> !finalizer.equals(f.asText())).forEach(left::add);
          return copy;
        });
  }

  private static boolean hasFinalizer(JsonNode object, String finalizer) {
    return object
        .path("metadata")
        .path("finalizers")
        .valueStream()
        .anyMatch(each -> finalizer.equals(each.asText()));
  }

  private void change(ObjectNode object, UnaryOperator<ObjectNode> change) {
    attempt(
        object,
        type ->
            store.change(
                type,
                ObjectStore.text(object, "namespace"),
                ObjectStore.text(object, "name"),
                false,
                copy -> {
                  ObjectStore.metadata(copy).remove("resourceVersion");
                  return change.apply(copy);
                }));
  }

  private void delete(ObjectNode object, Deletion deletion) {
    if (!ObjectStore.isBeingDeleted(object)) {
      attempt(
          object,
          type ->
              store.delete(
                  type,
                  ObjectStore.text(object, "namespace"),
                  ObjectStore.text(object, "name"),
                  new Deletion(
                      deletion.graceSeconds(),
                      deletion.propagation(),
                      ObjectStore.text(object, "uid"))));
    }
  }

  private interface Work {
    void on(ResourceType type);
  }

  /** Somebody may have been faster: then there is nothing left to do. */
  private void attempt(ObjectNode object, Work work) {
    ResourceType type =
        types
            .ofKind(object.path("apiVersion").asText(), object.path("kind").asText())
            .orElseThrow();
    try {
      work.on(type);
    } catch (ApiException e) {
      LOG.debug("Left to the next change: {}", e.getMessage());
    }
  }
}
