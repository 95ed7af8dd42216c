package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.proxpanel.backup.e2e.apiserver.Clients;
import io.proxpanel.backup.e2e.embedded.EventLog.Change;
import io.proxpanel.backup.e2e.embedded.EventLog.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An address where the API can be reached by HTTP. Everybody can have a door of his own, and any
 * door can be shut, which is how a test kills a client between two of its writes.
 */
public final class ApiDoor implements AutoCloseable {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final long WATCH_MILLIS = 5_000;

  private final Api api;
  private final Discovery discovery;
  private final TableView tables;
  private final ObjectMapper mapper = new ObjectMapper();
  private final KubernetesSerialization serialization = Clients.serialization();
  private final HttpServer server;
  private final ExecutorService threads;
  private final AtomicLong writesLeft = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong writes = new AtomicLong();

  ApiDoor(Api api, Clock clock) throws IOException {
    this.api = api;
    this.discovery = new Discovery(api.types());
    this.tables = new TableView(clock);
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "embedded-api");
              thread.setDaemon(true);
              return thread;
            });
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it is. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How many writes have come through, refused ones included. */
  public long writes() {
    return writes.get();
  }

  /**
   * Shuts the door after so many more writes. The last one is done, but its answer never arrives;
   * after it there is no connection at all.
   */
  public void shutAfterWrites(long number) {
    writesLeft.set(number);
  }

  /** Whether {@link #shutAfterWrites} has come true. */
  public boolean isShut() {
    return writesLeft.get() <= 0;
  }

  @Override
  public void close() {
    writesLeft.set(0);
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean write = !READS.contains(exchange.getRequestMethod());
      if (isShut()) {
        return;
      }
      long left = write ? writesLeft.decrementAndGet() : writesLeft.get();
      if (write) {
        writes.incrementAndGet();
      }
      if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"))) {
        // Clients try a WebSocket for a watch first; this answer makes them ask again without.
        reply(exchange, 200, JsonNodeFactory.instance.objectNode());
        return;
      }
      answer(exchange, write && left <= 0);
    }
  }

  private void answer(HttpExchange exchange, boolean last) throws IOException {
    try {
      Optional<ApiRequest> request = ApiRequest.parse(exchange.getRequestURI(), api.types());
      if (request.isPresent() && request.get().isWatch()) {
        watch(exchange, request.get());
        return;
      }
      Api.Answer answer =
          request.isPresent() ? object(exchange, request.get()) : document(exchange);
      if (!last) {
        for (String warning : answer.warnings()) {
          String quoted = warning.replace("\\", "\\\\").replace("\"", "\\\"");
          exchange.getResponseHeaders().add("Warning", "299 - \"" + quoted + "\"");
        }
        reply(exchange, answer.code(), answer.body());
      }
    } catch (ApiException e) {
      reply(exchange, e.code(), e.status());
    }
  }

  private Api.Answer object(HttpExchange exchange, ApiRequest request) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String contentType =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
            .orElse("application/json");
    Api.Answer answer =
        api.answer(exchange.getRequestMethod(), request, contentType, parse(contentType, body));
    if (!wantsTable(exchange)) {
      return answer;
    }
    List<JsonNode> objects =
        request.name() == null
            ? answer.body().path("items").valueStream().toList()
            : List.of(answer.body());
    return new Api.Answer(
        answer.code(),
        tables.table(request.type(), objects, ObjectStore.text(answer.body(), "resourceVersion")));
  }

  private static boolean wantsTable(HttpExchange exchange) {
    String accept = exchange.getRequestHeaders().getFirst("Accept");
    return "GET".equals(exchange.getRequestMethod())
        && accept != null
        && accept.contains("as=Table");
  }

  private Api.Answer document(HttpExchange exchange) {
    return new Api.Answer(
        200,
        discovery
            .document(ApiRequest.segments(exchange.getRequestURI()))
            .orElseThrow(() -> ApiException.noSuchPath(exchange.getRequestURI().getPath())));
  }

  private JsonNode parse(String contentType, byte[] body) throws IOException {
    try {
      if (contentType.endsWith("+yaml")) {
        return serialization.unmarshal(new String(body, StandardCharsets.UTF_8), JsonNode.class);
      }
      return body.length == 0 ? JsonNodeFactory.instance.objectNode() : mapper.readTree(body);
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest(
          "the body of the request is not JSON: " + e.getOriginalMessage());
    }
  }

  private void reply(HttpExchange exchange, int code, JsonNode body) throws IOException {
    byte[] bytes =
        body.isTextual()
            ? body.asText().getBytes(StandardCharsets.UTF_8)
            : mapper.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** Streams events until the client goes, its time is up, or the door is shut. */
  private void watch(HttpExchange exchange, ApiRequest request) throws IOException {
    Selector selector = request.selector();
    boolean table = wantsTable(exchange);
    long end = end(request);
    String from = request.query().getOrDefault("resourceVersion", "");
    long version = from.isEmpty() || "0".equals(from) ? 0 : Long.parseLong(from);
    List<Change> changes = version == 0 ? replay(request) : List.of();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.flush();
      while (!isShut() && !api.log().isClosed() && System.nanoTime() < end) {
        for (Change change : changes) {
          event(request, selector, change, table).ifPresent(event -> writeLine(out, event));
          version = Math.max(version, change.version());
        }
        out.flush();
        changes = api.log().after(version, WATCH_MILLIS);
      }
    } catch (ApiException e) {
      throw new IOException(e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A watch without a version begins with everything that is there. */
  private List<Change> replay(ApiRequest request) {
    List<Change> all = new ArrayList<>();
    JsonNode list = api.answer("GET", request, "", JsonNodeFactory.instance.objectNode()).body();
    long version = Long.parseLong(ObjectStore.text(list, "resourceVersion"));
    for (JsonNode item : list.path("items")) {
      all.add(new Change(version, Kind.ADDED, request.type(), (ObjectNode) item, null));
    }
    return all;
  }

  private static long end(ApiRequest request) {
    String seconds = request.query().getOrDefault("timeoutSeconds", "");
    long wait = seconds.isEmpty() ? 3600 : Long.parseLong(seconds);
    return System.nanoTime() + wait * 1_000_000_000;
  }

  private Optional<ObjectNode> event(
      ApiRequest request, Selector selector, Change change, boolean table) {
    boolean elsewhere =
        request.namespace() != null
            && !request.namespace().equals(ObjectStore.text(change.object(), "namespace"));
    if (!change.type().is(request.type()) || elsewhere) {
      return Optional.empty();
    }
    boolean is = selector.matches(change.object());
    boolean was = change.previous() != null && selector.matches(change.previous());
    Kind kind = change.kind();
    if (kind == Kind.MODIFIED && is != was) {
      kind = is ? Kind.ADDED : Kind.DELETED;
    }
    if (!is && !was) {
      return Optional.empty();
    }
    ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", kind.name());
    event.set(
        "object",
        table
            ? tables.table(
                request.type(), List.of(change.object()), Long.toString(change.version()))
            : change.object());
    return Optional.of(event);
  }

  private void writeLine(OutputStream out, ObjectNode event) {
    try {
      out.write(mapper.writeValueAsBytes(event));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
