package io.proxpanel.backup.e2e.cloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The answer to one request, as the service writes it. */
final class CloudReply {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpExchange exchange;

  CloudReply(HttpExchange exchange) {
    this.exchange = exchange;
  }

  HttpExchange exchange() {
    return exchange;
  }

  String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  void json(int status, Object value) throws IOException {
    send(status, "application/json", JSON.writeValueAsString(value));
  }

  void refuse(int status, String message) throws IOException {
    json(status, Map.of("success", false, "message", message));
  }

  void send(int status, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
