package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.proxpanel.backup.e2e.embedded.ObjectStore.Deletion;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs and pods of the store as the classes of the client. */
final class Workloads {
  private static final Selector ALL = Selector.parse(null, null);

  private final ObjectStore store;
  private final KubernetesSerialization serialization;
  private final Clock clock;

  Workloads(ObjectStore store, KubernetesSerialization serialization, Clock clock) {
    this.store = store;
    this.serialization = serialization;
    this.clock = clock;
  }

  List<Job> jobs() {
    return all(ResourceType.JOBS, Job.class);
  }

  List<Pod> pods() {
    return all(ResourceType.PODS, Pod.class);
  }

  private <T> List<T> all(ResourceType type, Class<T> as) {
    return store.list(type, null, ALL).items().stream()
        .map(item -> serialization.convertValue(item, as))
        .toList();
  }

  void create(Pod pod) {
    store.create(ResourceType.PODS, pod.getMetadata().getNamespace(), node(pod));
  }

  void writeStatus(Job job) {
    status(ResourceType.JOBS, job);
  }

  void writeStatus(Pod pod) {
    status(ResourceType.PODS, pod);
  }

  private void status(ResourceType type, HasMetadata object) {
    ObjectNode wanted = node(object);
    store.change(
        type,
        object.getMetadata().getNamespace(),
        object.getMetadata().getName(),
        true,
        current -> {
          current.set("status", wanted.get("status"));
          return current;
        });
  }

  void delete(Job job) {
    delete(ResourceType.JOBS, job, Deletion.DEFAULT);
  }

  void delete(Pod pod) {
    delete(ResourceType.PODS, pod, Deletion.DEFAULT);
  }

  /** The node has nothing of the pod any more. */
  void remove(Pod pod) {
    delete(ResourceType.PODS, pod, Deletion.NOW);
  }

  private void delete(ResourceType type, HasMetadata object, Deletion deletion) {
    store.delete(
        type, object.getMetadata().getNamespace(), object.getMetadata().getName(), deletion);
  }

  /** The data of a Secret or ConfigMap; empty when it does not exist. */
  Optional<Map<String, String>> data(ResourceType type, String namespace, String name) {
    return store.get(type, namespace, name).map(Workloads::data);
  }

  private static Map<String, String> data(ObjectNode object) {
    Map<String, String> data = new HashMap<>();
    object
        .path("data")
        .properties()
        .forEach(each -> data.put(each.getKey(), each.getValue().asText()));
    return data;
  }

  boolean hasClaim(String namespace, String name) {
    return store.get(ResourceType.CLAIMS, namespace, name).isPresent();
  }

  /** Now, as Kubernetes writes times. */
  String now() {
    return instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  Instant instant() {
    return clock.instant();
  }

  private ObjectNode node(HasMetadata object) {
    return serialization.convertValue(object, ObjectNode.class);
  }
}
