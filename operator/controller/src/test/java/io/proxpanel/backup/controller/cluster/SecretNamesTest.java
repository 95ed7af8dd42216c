package io.proxpanel.backup.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.RouterSamples;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretNamesTest {
  private static final String SELECTOR = "isp=routers";
  private static final String PATH =
      "/api/v1/namespaces/isp/secrets?labelSelector=isp%3Drouters&limit=";

  private final Queue<List<String>> accepted = new ConcurrentLinkedQueue<>();
  private FakeCluster cluster;
  private KubernetesClient client;
  private SecretNames names;

  @BeforeEach
  void start() {
    cluster = FakeCluster.start();
    client =
        cluster.client(
            new Interceptor() {
              @Override
              public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                accepted.add(request.headers("Accept"));
              }
            });
    names = new SecretNames(client);
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  private void answer(String path, int code, String body) {
    cluster.server().expect().get().withPath(path).andReturn(code, body).once();
  }

  private static String page(String next, String... secrets) {
    StringBuilder items = new StringBuilder();
    for (String secret : secrets) {
      items
          .append(items.length() == 0 ? "" : ",")
          .append("{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",")
          .append("\"metadata\":{\"name\":\"%s\"}}".formatted(secret));
    }
    return "{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"
        + "{\"continue\":\"%s\"},\"items\":[%s]}".formatted(next, items);
  }

  @Test
  void asksForNothingButMetadata() {
    cluster.create(RouterSamples.secret("edge-2"));
    cluster.create(RouterSamples.secret("edge-1"));

    assertThat(names.find(FakeCluster.NAMESPACE, SELECTOR, 10)).containsExactly("edge-1", "edge-2");
    assertThat(names.find(FakeCluster.NAMESPACE, "isp=others", 10)).isEmpty();
    assertThat(accepted)
        .hasSize(2)
        .containsOnly(List.of("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"));
  }

  @Test
  void goesThroughPagesUntilThereAreEnough() {
    answer(PATH + 3, 200, page("a b", "edge-3", "edge-1"));
    answer(PATH + "3&continue=a+b", 200, page("c", "edge-4", "edge-2"));

    assertThat(names.find("isp", SELECTOR, 3)).containsExactly("edge-1", "edge-2", "edge-3");
  }

  @Test
  void saysThatThePermissionIsMissing() {
    answer(
        PATH + 10,
        403,
        "{\"kind\":\"Status\",\"code\":403,\"message\":\"secrets is forbidden: User \\\"u\\\" cannot"
            + " list resource \\\"secrets\\\" in API group \\\"\\\" in the namespace \\\"isp\\\"\"}");

    assertThat(ApiErrors.missingPermission(refusal()))
        .contains(
            "The operator may not list secrets in the namespace \"isp\": give its role the verb"
                + " \"list\" on secrets. The chart does so with rbac.listSecrets: true.");
  }

  @Test
  void saysWhatTheApiServerAnsweredInWhicheverForm() {
    answer(PATH + 10, 500, "{\"kind\":\"Status\",\"message\":\"etcd is gone\"}");
    assertThat(refusal()).hasMessage("etcd is gone");

    answer(PATH + 10, 502, "<html>");
    assertThat(refusal()).hasMessage("The API server answered 502 to a list of Secrets.");

    answer(PATH + 10, 200, "<html>");
    assertThat(refusal())
        .hasMessage("The API server's answer to a list of Secrets cannot be read.");
  }

  @Test
  void waitsNoLongerThanForAnyOtherRequest() {
    cluster
        .server()
        .expect()
        .get()
        .delay(5, TimeUnit.SECONDS)
        .withPath(PATH + 10)
        .andReturn(200, page(""))
        .once();
    KubernetesClient hurried =
        cluster
            .server()
            .createClient(
                builder ->
                    builder
                        .editOrNewConfig()
                        .withRequestRetryBackoffLimit(0)
                        .withRequestTimeout(50)
                        .endConfig());
    try (hurried) {
      assertThatThrownBy(() -> new SecretNames(hurried).find("isp", SELECTOR, 10))
          .isInstanceOf(KubernetesClientException.class)
          // Somewhere: the JDK may name what closed the connection as its cause.
          .hasStackTraceContaining(HttpTimeoutException.class.getName());
    }
  }

  private KubernetesClientException refusal() {
    return catchThrowableOfType(
        KubernetesClientException.class, () -> names.find("isp", SELECTOR, 10));
  }
}
