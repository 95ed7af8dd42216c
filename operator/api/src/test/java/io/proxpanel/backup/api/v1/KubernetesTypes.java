package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the client's classes do not say about Kubernetes' own types, after its API reference. */
final class KubernetesTypes {
  private static final Map<Class<?>, Map<String, String>> DESCRIPTIONS =
      Map.of(
          Condition.class,
          Map.of(
              "type", "What the condition is about.",
              "status", "True, False or Unknown.",
              "reason", "One word for programs: why the status is what it is.",
              "message", "A sentence for people: how it stands, and what to do next.",
              "lastTransitionTime", "When the status last changed, RFC 3339.",
              "observedGeneration", "Generation of the spec that the condition is about."),
          LocalObjectReference.class,
          Map.of("name", "Name of a Secret in the same namespace."),
          ResourceRequirements.class,
          Map.of(
              "requests", "What the scheduler sets aside: cpu, memory, ephemeral-storage.",
              "limits", "What the agent cannot exceed: cpu, memory, ephemeral-storage."),
          Toleration.class,
          Map.of(
              "key", "Key of the taint. Without one every taint is tolerated.",
              "operator", "Whether the taint's value counts: Equal (the default) or Exists.",
              "value", "Value of the taint, with operator Equal.",
              "effect", "Effect of the taint. Without one every effect is tolerated.",
              "tolerationSeconds",
                  "Seconds that the pod stays on a node with the taint, with effect NoExecute."));

  private static final Map<Class<?>, String> ITEMS =
      Map.of(
          Condition.class, "How the resource stands in one regard.",
          LocalObjectReference.class, "Names a Secret.",
          Toleration.class, "A taint that the pod tolerates.");

  private KubernetesTypes() {}

  static Optional<String> description(Class<?> type, String property) {
    return Optional.ofNullable(DESCRIPTIONS.get(type)).map(texts -> texts.get(property));
  }

  static void finishObject(Class<?> type, ObjectNode schema) {
    if (type == ResourceRequirements.class) {
      // The agent's pod has no resource claims that these could name.
      ((ObjectNode) schema.get("properties")).remove("claims");
      amounts(schema, "requests");
      amounts(schema, "limits");
    } else if (type == Toleration.class) {
      property(schema, "key").put("maxLength", 316);
      property(schema, "value").put("maxLength", 63);
      values(schema, "operator", "Equal", "Exists");
      values(schema, "effect", "NoSchedule", "PreferNoSchedule", "NoExecute");
    } else if (type == LocalObjectReference.class) {
      reference(schema);
    } else if (type == Condition.class) {
      condition(schema);
    }
  }

  static void finishList(Class<?> type, ObjectNode schema) {
    Optional.ofNullable(ITEMS.get(type))
        .ifPresent(text -> ((ObjectNode) schema.get("items")).put("description", text));
    if (type == Condition.class) {
      keyedBy(schema, "type");
    } else if (type == Destination.class
        || type == RouterSpec.class
        || type == LocalObjectReference.class) {
      keyedBy(schema, "name");
    }
  }

  private static void reference(ObjectNode schema) {
    required(schema, "name");
    ObjectNode name = property(schema, "name").put("maxLength", 253);
    ObjectNode rule = name.putArray("x-kubernetes-validations").addObject();
    rule.put("message", "write the name of a Secret " + NameRules.OBJECT_MESSAGE);
    rule.put("rule", NameRules.OBJECT);
    RuleMessages.nameTheValue(name, rule);
  }

  /** As metav1.Condition is defined. */
  private static void condition(ObjectNode schema) {
    required(schema, "lastTransitionTime", "message", "reason", "status", "type");
    property(schema, "lastTransitionTime").put("format", "date-time");
    property(schema, "message").put("maxLength", 32768);
    property(schema, "observedGeneration").put("minimum", 0);
    property(schema, "reason")
        .put("minLength", 1)
        .put("maxLength", 1024)
        .put("pattern", "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$");
    values(schema, "status", "True", "False", "Unknown");
    property(schema, "type")
        .put("maxLength", 316)
        .put(
            "pattern",
            "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
                + "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$");
  }

  /** Bounds keep the rules about them cheap enough for the API server. */
  private static void amounts(ObjectNode schema, String name) {
    ObjectNode map = property(schema, name);
    // cpu, memory, ephemeral-storage. Kubernetes 1.32 reckons the rules over more too costly.
    map.put("maxProperties", 3);
    ((ObjectNode) map.get("additionalProperties")).put("maxLength", 32);
  }

  private static void keyedBy(ObjectNode list, String key) {
    list.put("x-kubernetes-list-type", "map");
    list.putArray("x-kubernetes-list-map-keys").add(key);
  }

  private static void required(ObjectNode schema, String... names) {
    ArrayNode required = schema.putArray("required");
    List.of(names).forEach(required::add);
  }

  private static void values(ObjectNode schema, String name, String... values) {
    ArrayNode allowed = property(schema, name).putArray("enum");
    List.of(values).forEach(allowed::add);
  }

  private static ObjectNode property(ObjectNode schema, String name) {
    return (ObjectNode) schema.at("/properties/" + name);
  }
}
