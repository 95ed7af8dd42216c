package io.proxpanel.backup.controller.health;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Answers one request, by RFC 9112: its first line is all that matters here. */
final class HealthPages {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final int LONGEST_HEAD = 16 * 1024;

  private final Supplier<Health> alive;
  private final Supplier<Health> ready;
  private final Supplier<String> metrics;

  HealthPages(Supplier<Health> alive, Supplier<Health> ready, Supplier<String> metrics) {
    this.alive = alive;
    this.ready = ready;
    this.metrics = metrics;
  }

  private record Page(String status, String type, String body) {
    static Page of(Health health) {
      return new Page(
          health.good() ? "200 OK" : "503 Service Unavailable", TEXT, health.sentence() + "\n");
    }

    static Page refusal(String status) {
      return new Page(status, TEXT, "");
    }
  }

  /** Reads a request without its body, and answers. */
  void answer(InputStream in, OutputStream out) throws IOException {
    String[] line = head(in).split("\r?\n", 2)[0].split(" ");
    Page page = line.length == 3 ? page(line[0], line[1]) : Page.refusal("400 Bad Request");
    byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
    String head =
        String.join(
            "\r\n",
            "HTTP/1.1 " + page.status(),
            "Content-Type: " + page.type(),
            "Content-Length: " + body.length,
            "Connection: close",
            "",
            "");
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    if (!line[0].equals("HEAD")) {
      out.write(body);
    }
    out.flush();
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int lineLength = 0;
    for (int next = in.read(); next >= 0 && head.size() < LONGEST_HEAD; next = in.read()) {
      head.write(next);
      if (next == '\n') {
        if (lineLength == 0) {
          return head.toString(StandardCharsets.ISO_8859_1);
        }
        lineLength = 0;
      } else if (next != '\r') {
        lineLength++;
      }
    }
    throw new IOException("no whole request");
  }

  private Page page(String method, String target) {
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Page.refusal("405 Method Not Allowed");
    }
    return switch (target.split("\\?", 2)[0]) {
      case "/livez" -> Page.of(alive.get());
      case "/readyz" -> Page.of(ready.get());
      case "/metrics" -> new Page("200 OK", PROMETHEUS, collected());
      default -> Page.refusal("404 Not Found");
    };
  }

  /** One after the other: what is collected is written down on the way. */
  private synchronized String collected() {
    return metrics.get();
  }
}
