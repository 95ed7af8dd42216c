package io.proxpanel.backup.e2e.cloud;

import com.sun.net.httpserver.HttpExchange;
import io.proxpanel.backup.e2e.cloud.CloudAccount.StoredFile;
import io.proxpanel.backup.e2e.cloud.CloudEmulator.Operation;
import io.proxpanel.backup.e2e.cloud.CloudFault.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request of one account, with what is to go wrong about it. */
final class CloudRequest {
  private static final long PAUSE_MILLIS = 300;

  private final CloudReply reply;
  private final CloudAccount account;
  private final CloudFault fault;
  private final boolean ranges;

  /**
   * A request.
   *
   * @param fault or null
   * @param ranges whether parts of a file can be asked for
   */
  CloudRequest(CloudReply reply, CloudAccount account, CloudFault fault, boolean ranges) {
    this.ranges = ranges;
    this.reply = reply;
    this.account = account;
    this.fault = fault;
  }

  void run(Operation operation, String id) throws IOException {
    if (instead()) {
      return;
    }
    switch (operation) {
      case UPLOAD -> upload();
      case LIST -> reply.json(200, list());
      case USAGE -> reply.json(200, usage());
      case DOWNLOAD -> download(id);
      case DELETE -> delete(id);
      default -> throw new IllegalStateException(operation.toString());
    }
  }

  private boolean is(Kind kind) {
    return fault != null && fault.kind() == kind;
  }

  /** Answers in another way, if it is to. */
  private boolean instead() throws IOException {
    if (fault == null) {
      return false;
    }
    switch (fault.kind()) {
      case STATUS -> {
        reply.exchange().getRequestBody().transferTo(OutputStream.nullOutputStream());
        reply.refuse((int) fault.number(), fault.text());
      }
      case PAGE -> {
        reply.exchange().getRequestBody().transferTo(OutputStream.nullOutputStream());
        reply.send(200, "text/html; charset=utf-8", fault.text());
      }
      case ANSWER -> reply.send(200, "application/json", fault.text());
      case REDIRECT -> {
        reply.exchange().getRequestBody().transferTo(OutputStream.nullOutputStream());
        reply.exchange().getResponseHeaders().set("Location", fault.text());
        reply.send(302, "text/plain", "moved");
      }
      case SILENT -> stayUntilTheEnd();
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void stayUntilTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // The emulator ends.
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, Object> list() {
    return Map.of(
        "success", true, "backups", account.files().stream().map(CloudRequest::entry).toList());
  }

  private static Map<String, Object> entry(StoredFile file) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", file.id());
    entry.put("backup_id", file.backupId());
    entry.put("filename", file.filename());
    entry.put("size_bytes", file.sizeBytes());
    entry.put("created_at", file.createdAt().toString());
    entry.put("download_count", 0);
    entry.put("last_downloaded_at", null);
    entry.put("status", "completed");
    return entry;
  }

  private Map<String, Object> usage() {
    long used = account.used();
    long quota = account.quota();
    return Map.of(
        "used_bytes",
        used,
        "quota_bytes",
        quota,
        "backup_count",
        account.files().size(),
        "used_percent",
        quota == 0 ? 0.0 : 100.0 * used / quota);
  }

  private void upload() throws IOException {
    HttpExchange exchange = reply.exchange();
    String name = reply.header("X-Filename");
    String length = reply.header("Content-Length");
    if (!List.of("application/octet-stream")
            .equals(exchange.getRequestHeaders().get("Content-Type"))
        || length == null
        || !isBaseName(name)) {
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      reply.refuse(400, "Content-Type, Content-Length or X-Filename is wrong");
      return;
    }
    Path received = account.newFile();
    boolean cut = is(Kind.CUT) || is(Kind.CUT_AND_KEPT);
    if (!receive(exchange.getRequestBody(), received, cut ? fault.number() : Long.MAX_VALUE)) {
      if (is(Kind.CUT_AND_KEPT)) {
        account.keep(name, received);
      } else {
        Files.delete(received);
      }
      return;
    }
    if (account.used() + Files.size(received) > account.quota()) {
      Files.delete(received);
      reply.refuse(413, "quota exceeded");
      return;
    }
    keep(name, received);
    if (is(Kind.REFUSED_AFTER_STORING)) {
      reply.refuse((int) fault.number(), fault.text());
    } else if (!is(Kind.ANSWER_LOST)) {
      reply.json(201, Map.of("success", true));
    }
  }

  private void keep(String name, Path received) throws IOException {
    if (is(Kind.STORED_WRONG)) {
      byte[] bytes = Files.readAllBytes(received);
      Files.write(received, java.util.Arrays.copyOf(bytes, (int) fault.number()));
    }
    if (is(Kind.STORED_TWICE)) {
      account.put(name, Files.readAllBytes(received));
    }
    account.keep(name, received);
  }

  /** Whether all came; else the connection is to be ended. */
  private static boolean receive(InputStream in, Path to, long most) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    long done = 0;
    try (OutputStream out = Files.newOutputStream(to)) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, most));
      while (n > 0) {
        out.write(buffer, 0, n);
        done += n;
        n = in.read(buffer, 0, (int) Math.min(buffer.length, most - done));
      }
      return n < 0;
    } catch (IOException e) {
      // The client has ended it.
      return false;
    }
  }

  private static boolean isBaseName(String name) {
    return name != null
        && name.matches("[\\x20-\\x7e]{1,255}")
        && name.equals(name.strip())
        && !name.contains("/")
        && !name.contains("\\")
        && !name.contains("..");
  }

  private void download(String id) throws IOException {
    Optional<StoredFile> file = account.find(id);
    if (file.isEmpty()) {
      reply.refuse(404, "not found");
      return;
    }
    HttpExchange exchange = reply.exchange();
    Path content = file.get().content();
    long size = Files.size(content);
    String range = reply.header("Range");
    boolean part = ranges && range != null && range.matches("bytes=[0-9]{1,15}-");
    long from = part ? Long.parseLong(range.replaceAll("[^0-9]", "")) : 0;
    if (part) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (size - 1) + "/" + size);
    }
    exchange.getResponseHeaders().set("X-Filename", file.get().filename());
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    exchange.sendResponseHeaders(part ? 206 : 200, size == from ? -1 : size - from);
    OutputStream out = exchange.getResponseBody();
    try (InputStream in = Files.newInputStream(content)) {
      in.skipNBytes(from);
      if (is(Kind.SLOW)) {
        trickle(out, in, size - from);
      } else if (is(Kind.CUT)) {
        out.write(in.readNBytes((int) fault.number()));
        out.flush();
      } else if (size > from) {
        in.transferTo(out);
      }
    }
  }

  private void trickle(OutputStream out, InputStream in, long size) throws IOException {
    int piece = Math.toIntExact(size / fault.number()) + 1;
    for (byte[] next = in.readNBytes(piece); next.length > 0; next = in.readNBytes(piece)) {
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      out.write(next);
      out.flush();
    }
  }

  private void delete(String id) throws IOException {
    Optional<StoredFile> file = account.find(id);
    if (file.isEmpty()) {
      reply.refuse(404, "not found");
      return;
    }
    account.remove(file.get());
    if (!is(Kind.ANSWER_LOST)) {
      reply.send(204, "text/plain", "");
    }
  }
}
