package io.proxpanel.backup.e2e.destination;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A cloud backup service, or an S3 service, that was written to do harm: it answers what is asked
 * of it in one way that no service should, and all else as one that has no files.
 */
public final class HostileWeb implements AutoCloseable {
  /** What it does. */
  public enum Deed {
    /** A cloud list of files without an end. */
    CLOUD_ENDLESS_LIST,
    /** A cloud list with a field without an end. */
    CLOUD_ENDLESS_FIELD,
    /** A cloud list with ever new fields, without an end. */
    CLOUD_NEW_FIELDS,
    /** An error whose reason has no end. */
    CLOUD_ENDLESS_REASON,
    /** An error that repeats the whole request. */
    CLOUD_REPEATS_REQUEST,
    /** A usage that fails; all else is well. */
    CLOUD_NO_USAGE,
    /** A usage that is no JSON; all else is well. */
    CLOUD_USAGE_OF_PEOPLE,
    /** A listing without an end, in one piece. */
    S3_ENDLESS_LISTING,
    /** A listing without an end, piece by piece. */
    S3_ENDLESS_PIECES,
    /** Elements that take much more memory than bytes. */
    S3_TINY_ELEMENTS,
    /** Elements in elements in elements. */
    S3_DEEP_ELEMENTS,
    /** An error whose reason has no end. */
    S3_ENDLESS_REASON,
    /** An error that repeats the session token. */
    S3_REPEATS_REQUEST
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deed deed;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  /** Starts on a free port of 127.0.0.1. */
  public HostileWeb(Deed deed) throws IOException {
    this.deed = deed;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** Where it is. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Files that a cloud service has, by their names. */
  public Map<String, byte[]> files() {
    return files;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith("/api/v1/cloud-backup/")) {
        cloud(exchange, path.substring("/api/v1/cloud-backup/".length()));
      } else {
        s3(exchange);
      }
    } catch (IOException e) {
      // The other end has had enough.
    }
  }

  private void cloud(HttpExchange exchange, String what) throws IOException {
    switch (deed) {
      case CLOUD_ENDLESS_REASON -> endless(exchange, 400, "{\"message\":\"", "no ");
      case CLOUD_REPEATS_REQUEST ->
          answer(
              exchange,
              400,
              "{\"message\":\"bad " + exchange.getRequestHeaders().entrySet() + "\"}");
      default -> {
        if (what.equals("list")) {
          cloudList(exchange);
        } else if (what.equals("usage")) {
          cloudUsage(exchange);
        } else if (what.equals("upload")) {
          byte[] file = exchange.getRequestBody().readAllBytes();
          files.put(exchange.getRequestHeaders().getFirst("X-Filename"), file);
          answer(exchange, 201, "{\"success\":true}");
        } else {
          answer(exchange, 404, "{}");
        }
      }
    }
  }

  private void cloudUsage(HttpExchange exchange) throws IOException {
    if (deed == Deed.CLOUD_NO_USAGE) {
      answer(exchange, 500, "{\"success\":false,\"message\":\"no usage today\"}");
    } else if (deed == Deed.CLOUD_USAGE_OF_PEOPLE) {
      answer(exchange, 200, "<html>You use 1 GB of 5 GB</html>");
    } else {
      answer(exchange, 200, "{\"used_bytes\":1,\"quota_bytes\":1000000000}");
    }
  }

  private void cloudList(HttpExchange exchange) throws IOException {
    String begin = "{\"success\":true,\"backups\":[";
    String file = "{\"id\":1,\"backup_id\":\"b-1\",\"filename\":\"theirs.bak\",\"size_bytes\":1},";
    switch (deed) {
      case CLOUD_ENDLESS_LIST -> endless(exchange, 200, begin, file.repeat(100));
      case CLOUD_ENDLESS_FIELD ->
          endless(exchange, 200, begin + "{\"filename\":\"", "x".repeat(8192));
      case CLOUD_NEW_FIELDS -> {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
          write(out, begin + "{");
          for (long i = 0; true; i++) {
            write(out, "\"a" + i + "\":0,");
          }
        }
      }
      default -> {
        StringBuilder list = new StringBuilder(begin);
        int id = 0;
        for (Map.Entry<String, byte[]> each : files.entrySet()) {
          list.append(id == 0 ? "" : ",")
              .append(
                  "{\"id\":%d,\"backup_id\":\"b-%d\",\"filename\":\"%s\",\"size_bytes\":%d}"
                      .formatted(++id, id, each.getKey(), each.getValue().length));
        }
        answer(exchange, 200, list + "]}");
      }
    }
  }

  private void s3(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getRawQuery());
    if (deed == Deed.S3_ENDLESS_REASON && !exchange.getRequestMethod().equals("HEAD")) {
      endless(exchange, 403, "<Error><Code>AccessDenied</Code><Message>", "no ");
      return;
    }
    if (deed == Deed.S3_REPEATS_REQUEST && !exchange.getRequestMethod().equals("HEAD")) {
      String headers =
          exchange.getRequestHeaders().getFirst("X-Amz-Security-Token")
              + exchange.getRequestHeaders().entrySet();
      answer(exchange, 400, "<Error><Code>Bad</Code><Message>" + headers + "</Message></Error>");
      return;
    }
    if (!query.contains("list-type=2")) {
      exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/b") ? 200 : 404, -1);
      return;
    }
    String begin = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult>";
    String file = "<Contents><Key>f/.theirs</Key><Size>1</Size></Contents>";
    switch (deed) {
      case S3_ENDLESS_LISTING -> endless(exchange, 200, begin, file.repeat(100));
      case S3_TINY_ELEMENTS -> endless(exchange, 200, begin, "<a/>".repeat(1000));
      case S3_DEEP_ELEMENTS -> endless(exchange, 200, begin, "<a>".repeat(1000));
      case S3_ENDLESS_PIECES ->
          answer(
              exchange,
              200,
              begin
                  + "<IsTruncated>true</IsTruncated><NextContinuationToken>"
                  + System.nanoTime()
                  + "</NextContinuationToken></ListBucketResult>");
      default -> answer(exchange, 200, begin + "</ListBucketResult>");
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Until the other end has had enough. */
  private static void endless(HttpExchange exchange, int status, String begin, String rest)
      throws IOException {
    exchange.sendResponseHeaders(status, 0);
    OutputStream out = exchange.getResponseBody();
    write(out, begin);
    byte[] again = rest.getBytes(StandardCharsets.UTF_8);
    while (true) {
      out.write(again);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
