package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.Map;

/** The kinds of patch whose result follows from the object and the patch alone. */
enum Patch {
  /** RFC 6902. */
  JSON("application/json-patch+json") {
    @Override
    ObjectNode apply(ObjectNode object, JsonNode patch) {
      try {
        return (ObjectNode) JsonPatch.apply(patch, object);
      } catch (JsonPatchException e) {
        throw ApiException.badRequest("the patch does not apply: " + e.getMessage());
      }
    }
  },
  /** RFC 7386. */
  MERGE("application/merge-patch+json") {
    @Override
    ObjectNode apply(ObjectNode object, JsonNode patch) {
      merge(object, patch);
      return object;
    }
  },
  /** Kubernetes' own, without its knowledge of list keys: lists are replaced. */
  STRATEGIC("application/strategic-merge-patch+json") {
    @Override
    ObjectNode apply(ObjectNode object, JsonNode patch) {
      return MERGE.apply(object, patch);
    }
  };

  private final String contentType;

  Patch(String contentType) {
    this.contentType = contentType;
  }

  /** The patched object; the given one may have been changed. */
  abstract ObjectNode apply(ObjectNode object, JsonNode patch);

  static Patch of(String contentType) {
    for (Patch patch : values()) {
      if (contentType.startsWith(patch.contentType)) {
        return patch;
      }
    }
    throw ApiException.unsupportedMediaType(contentType);
  }

  private static void merge(ObjectNode target, JsonNode patch) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        target.remove(field.getKey());
      } else if (value.isObject()) {
        JsonNode there = target.get(field.getKey());
        ObjectNode inner =
            there instanceof ObjectNode object ? object : target.putObject(field.getKey());
        merge(inner, value);
      } else {
        target.set(field.getKey(), value);
      }
    }
  }
}
