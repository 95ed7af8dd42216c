package io.proxpanel.backup.controller.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.controller.OperatorRuntime;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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

  private static Socket open(int port, String sent) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** As many as a broken network leaves, or somebody opens who means no good. */
  @Test
  void answersProbesHoweverManyConnectionsSendNothingMore() throws Exception {
    List<Socket> open = new ArrayList<>();
    try (HealthServer server =
        HealthServer.start(
            0, () -> Health.good("Alive."), () -> Health.good("Ready."), () -> "a_metric 1\n")) {
      for (int i = 0; i < 100; i++) {
        open.add(open(server.port(), ""));
        open.add(open(server.port(), "GET /livez HTTP/1.1\r\nHost: a\r\n"));
        open.add(open(server.port(), "POST /livez HTTP/1.1\r\nContent-Length: 9000000000\r\n\r\n"));
      }

      HttpResponse<String> alive = get(server.port(), "/livez");

      assertThat(alive.statusCode()).isEqualTo(200);
      assertThat(alive.body()).isEqualTo("Alive.\n");
    } finally {
      for (Socket each : open) {
        each.close();
      }
    }
  }

  @Test
  void aCollectorThatWaitsHoldsUpNoProbe() throws Exception {
    CountDownLatch collecting = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    try (HealthServer server =
            HealthServer.start(
                0,
                () -> Health.good("Alive."),
                () -> Health.good("Ready."),
                () -> {
                  collecting.countDown();
                  return awaited(enough);
                });
        Socket first = open(server.port(), "GET /metrics HTTP/1.1\r\n\r\n");
        Socket second = open(server.port(), "GET /metrics HTTP/1.1\r\n\r\n")) {
      collecting.await();

      assertThat(get(server.port(), "/livez").statusCode()).isEqualTo(200);

      enough.countDown();
      for (Socket each : List.of(first, second)) {
        assertThat(new String(each.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 200 OK\r\n")
            .endsWith("\r\n\r\na_metric 1\n");
      }
    }
  }

  private static String awaited(CountDownLatch latch) {
    try {
      latch.await();
      return "a_metric 1\n";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  @Test
  void endsAConnectionThatTakesTooLong() throws Exception {
    HealthPages pages =
        new HealthPages(() -> Health.good("Alive."), () -> Health.good("Ready."), () -> "");
    try (HealthServer server = HealthServer.start(0, pages, Duration.ofMillis(100));
        Socket socket = open(server.port(), "GET /livez HTTP/1.1\r\n")) {
      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @Test
  void answersNothingElse() throws Exception {
    try (HealthServer server =
        HealthServer.start(0, () -> Health.good("Alive."), () -> Health.good("Ready."), () -> "")) {
      for (String[] each :
          new String[][] {
            {"HEAD /livez HTTP/1.1", "200 OK"},
            {"GET /livez?verbose HTTP/1.1", "200 OK"},
            {"DELETE /livez HTTP/1.1", "405 Method Not Allowed"},
            {"GET / HTTP/1.1", "404 Not Found"},
            {"nonsense", "400 Bad Request"}
          }) {
        try (Socket socket = open(server.port(), each[0] + "\r\n\r\n")) {
          assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
              .startsWith("HTTP/1.1 " + each[1] + "\r\n");
        }
      }
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
