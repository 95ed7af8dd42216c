package io.proxpanel.backup.controller.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.proxpanel.backup.contract.Json;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Asks the API server for objects in another form than the client does. */
final class RawRequests {
  private final KubernetesClient client;

  RawRequests(KubernetesClient client) {
    this.client = client;
  }

  /**
   * What is at that address.
   *
   * @param form what the API server is to accept, as in the header {@code Accept}
   * @param what is asked for, in words
   * @throws KubernetesClientException where it is refused, with the API server's status
   */
  <T> T read(String address, String form, String what, Class<T> type) {
    HttpRequest request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(address)
            .header("Accept", form)
            .timeout(client.getConfiguration().getRequestTimeout(), TimeUnit.MILLISECONDS)
            .build();
    HttpResponse<byte[]> response = send(request);
    if (!response.isSuccessful()) {
      throw refused(what, response);
    }
    try {
      return Json.read(new String(response.body(), StandardCharsets.UTF_8), type);
    } catch (JsonProcessingException e) {
      throw new KubernetesClientException(
          "The API server's answer to %s cannot be read.".formatted(what), e);
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return client.getHttpClient().sendAsync(request, byte[].class).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw KubernetesClientException.launderThrowable(e);
    } catch (ExecutionException e) {
      throw KubernetesClientException.launderThrowable(e);
    }
  }

  private static KubernetesClientException refused(String what, HttpResponse<byte[]> response) {
    String body = new String(response.body(), StandardCharsets.UTF_8);
    try {
      Status status = Json.read(body, Status.class);
      return new KubernetesClientException(status.getMessage(), response.code(), status);
    } catch (JsonProcessingException e) {
      return new KubernetesClientException(
          "The API server answered %d to %s.".formatted(response.code(), what),
          response.code(),
          null);
    }
  }
}
