package io.proxpanel.backup.controller.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.controller.OperatorRuntime;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.Samples;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class HealthServerTest {

  @Test
  void answersBeforeAnythingIsReady() throws Exception {
    OperatorHealth health = new OperatorHealth();
    try (HealthServer server =
        HealthServer.start(0, health::alive, health::ready, () -> "a_metric 1\n")) {
      assertThat(get(server.port(), "/livez").statusCode()).isEqualTo(200);
      HttpResponse<String> ready = get(server.port(), "/readyz");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body())
          .isEqualTo("The operator is starting: its caches are not synchronised yet.\n");
      assertThat(get(server.port(), "/metrics").body()).isEqualTo("a_metric 1\n");
      assertThat(get(server.port(), "/livez/more").statusCode()).isEqualTo(404);
      health.stopped();
      assertThat(get(server.port(), "/livez").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void isReadyWithTheOperatorAndCountsWhatItDoes() throws Exception {
    try (FakeCluster cluster = FakeCluster.start();
        OperatorRuntime operator =
            OperatorRuntime.start(
                cluster.operatorClient(), Samples.settings(), Clock.systemUTC())) {
      HttpResponse<String> ready = get(operator.httpPort(), "/readyz");

      assertThat(ready.body()).isEqualTo("The operator is ready and leads.\n");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(get(operator.httpPort(), "/metrics").body())
          .contains("operator_sdk_reconciliations_executions_backupreconciler");
    }
  }

  @Test
  void isNotReadyWithoutAWorkingWatch() throws Exception {
    FakeCluster cluster = FakeCluster.start();
    try (OperatorRuntime operator =
        OperatorRuntime.start(cluster.operatorClient(), Samples.settings(), Clock.systemUTC())) {
      assertThat(get(operator.httpPort(), "/readyz").statusCode()).isEqualTo(200);

      cluster.close();

      await()
          .untilAsserted(
              () -> {
                HttpResponse<String> ready = get(operator.httpPort(), "/readyz");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body())
                    .startsWith("No working watch on: ")
                    .contains("backupreconciler/jobs");
              });
    }
  }

  private static HttpResponse<String> get(int port, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
