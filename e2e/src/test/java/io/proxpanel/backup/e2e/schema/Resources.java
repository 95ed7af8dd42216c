package io.proxpanel.backup.e2e.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.e2e.apiserver.ApiServer;
import java.util.ArrayList;
import java.util.List;

/**
 * Our resources at a real API server, as JSON: what a typed client would leave out or correct goes
 * over the wire as it is written.
 */
final class Resources implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAMESPACE = "default";

  private final KubernetesClient client;

  Resources(ApiServer server) {
    this.client = server.client();
  }

  /**
   * What the server said.
   *
   * @param accepted whether it did what was asked
   * @param object what is stored, when accepted
   * @param message what it says to people, when refused
   * @param causes one line for each mistake, {@code field: message}, as far as the server tells
   */
  record Answer(boolean accepted, JsonNode object, String message, List<String> causes) {}

  /** Asks whether the resource could be created. */
  Answer tryToCreate(JsonNode resource) {
    return send("POST", collection(resource) + "?fieldValidation=Strict&dryRun=All", resource);
  }

  /** Creates the resource; a field that the schema does not know is a mistake. */
  Answer create(JsonNode resource) {
    return send("POST", collection(resource) + "?fieldValidation=Strict", resource);
  }

  /** Creates the resource; a field that the schema does not know is dropped. */
  Answer createLeniently(JsonNode resource) {
    return send("POST", collection(resource) + "?fieldValidation=Ignore", resource);
  }

  /** Replaces what is stored under the same name. */
  Answer update(JsonNode stored, JsonNode wanted) {
    return send("PUT", item(wanted) + "?fieldValidation=Strict", successor(stored, wanted));
  }

  /** Replaces the status of what is stored under the same name. */
  Answer updateStatus(JsonNode stored, JsonNode wanted) {
    return send("PUT", item(wanted) + "/status?fieldValidation=Strict", successor(stored, wanted));
  }

  /** Deletes what is stored under the resource's name. */
  void delete(JsonNode resource) {
    client.raw(item(resource), "DELETE", null);
  }

  @Override
  public void close() {
    client.close();
  }

  private Answer send(String method, String path, JsonNode body) {
    try {
      return new Answer(
          true, JSON.readTree(client.raw(path, method, body.toString())), "", List.of());
    } catch (KubernetesClientException e) {
      if (e.getStatus() == null) {
        throw e;
      }
      List<String> causes = new ArrayList<>();
      if (e.getStatus().getDetails() != null) {
        e.getStatus()
            .getDetails()
            .getCauses()
            .forEach(cause -> causes.add(cause.getField() + ": " + cause.getMessage()));
        // Not a mistake of its own, but that one of the others kept rules from being looked at.
        causes.removeIf(cause -> cause.contains("some validation rules were not checked"));
      }
      return new Answer(false, null, e.getStatus().getMessage(), causes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The API server answered with something else than JSON.", e);
    }
  }

  private static JsonNode successor(JsonNode stored, JsonNode wanted) {
    ObjectNode successor = wanted.deepCopy();
    ((ObjectNode) successor.get("metadata"))
        .set("resourceVersion", stored.at("/metadata/resourceVersion"));
    return successor;
  }

  private static String collection(JsonNode resource) {
    return "/apis/%s/namespaces/%s/%s"
        .formatted(
            resource.get("apiVersion").asText(),
            NAMESPACE,
            Definitions.plural(resource.get("kind").asText()));
  }

  private static String item(JsonNode resource) {
    return collection(resource) + "/" + resource.at("/metadata/name").asText();
  }
}
