package io.proxpanel.backup.e2e.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.proxpanel.backup.e2e.ftp.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An emulator of the cloud backup service on a free port of 127.0.0.1: accounts by licence key, and
 * of tenants by hardware id too, whose files are below {@code cloud_backups}. It is strict about
 * what clients send, and misbehaves when it is told to.
 */
public final class CloudEmulator implements AutoCloseable {
  private static final String API = "/api/v1/cloud-backup/";

  /** What can be asked of the service. */
  public enum Operation {
    /** POST of a file. */
    UPLOAD,
    /** GET of all files. */
    LIST,
    /** GET of the room. */
    USAGE,
    /** GET of one file. */
    DOWNLOAD,
    /** DELETE of one file. */
    DELETE
  }

  private record Client(String licenseKey, String hardwareId) {}

  private final HttpServer server;
  private final boolean tls;
  private final Path folder;
  private final Object lock = new Object();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong ids = new AtomicLong();
  private final Map<Client, CloudAccount> accounts = new HashMap<>();
  private final Map<Operation, Deque<CloudFault>> faults = new EnumMap<>(Operation.class);
  private final List<Operation> served = new ArrayList<>();

  private volatile boolean ranges;

  private CloudEmulator(HttpServer server, boolean tls, Path folder) {
    this.server = server;
    this.tls = tls;
    this.folder = folder.resolve("cloud_backups");
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /**
   * Starts it without TLS.
   *
   * @param folder an existing folder for its files; not removed on close
   */
  public static CloudEmulator start(Path folder) throws IOException {
    return new CloudEmulator(HttpServer.create(address(0), 0), false, folder);
  }

  /** The same with a certificate. */
  public static CloudEmulator start(Path folder, TestCertificate certificate) throws IOException {
    HttpsServer server = HttpsServer.create(address(0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(ServerTls.context(certificate)));
    return new CloudEmulator(server, true, folder);
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /**
   * Runs it until it is ended, with one account.
   *
   * @param args folder, port on all addresses, licence key, quota in bytes
   */
  public static void main(String[] args) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(args[1])), 0);
    new CloudEmulator(server, false, Path.of(args[0])).account(args[2], Long.parseLong(args[3]));
  }

  /** Its URL. */
  public String url() {
    return (tls ? "https" : "http") + "://127.0.0.1:" + port();
  }

  /** Its port. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** An account of a licence. */
  public CloudAccount account(String licenseKey, long quotaBytes) throws IOException {
    return add(new Client(licenseKey, null), "license_" + ids.incrementAndGet(), quotaBytes);
  }

  /** An account of a tenant of a licence. */
  public CloudAccount tenant(String licenseKey, String hardwareId, String tenant, long quotaBytes)
      throws IOException {
    return add(new Client(licenseKey, hardwareId), "tenant_" + tenant, quotaBytes);
  }

  private CloudAccount add(Client client, String name, long quotaBytes) throws IOException {
    synchronized (lock) {
      Path files = Files.createDirectories(folder.resolve(name));
      CloudAccount account = new CloudAccount(files, ids, quotaBytes);
      accounts.put(client, account);
      return account;
    }
  }

  /** Takes a licence's accounts out of use: its key is no longer valid. */
  public void revoke(String licenseKey) {
    synchronized (lock) {
      accounts.keySet().removeIf(each -> each.licenseKey().equals(licenseKey));
    }
  }

  /** Lets clients ask for parts of a file, of which the service's documentation says nothing. */
  public void allowRanges() {
    ranges = true;
  }

  /** Does this wrong the next times that it is asked for something, one after the other. */
  public void next(Operation operation, CloudFault... wrong) {
    synchronized (lock) {
      faults.computeIfAbsent(operation, o -> new ArrayDeque<>()).addAll(List.of(wrong));
    }
  }

  /** Faults that did not come to their turn. */
  public int faultsLeft() {
    synchronized (lock) {
      return faults.values().stream().mapToInt(Deque::size).sum();
    }
  }

  /** How often it was asked for something. */
  public int count(Operation operation) {
    synchronized (lock) {
      return (int) served.stream().filter(operation::equals).count();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    CloudReply reply = new CloudReply(exchange);
    try {
      Optional<Operation> operation = operation(exchange);
      if (operation.isEmpty()) {
        reply.refuse(404, "no such endpoint");
        return;
      }
      CloudFault fault = begin(operation.get());
      Optional<CloudAccount> account = account(exchange);
      if (account.isEmpty()) {
        reply.refuse(401, "invalid license key");
        return;
      }
      new CloudRequest(reply, account.get(), fault, ranges)
          .run(operation.get(), lastPart(exchange));
    } finally {
      exchange.close();
    }
  }

  private CloudFault begin(Operation operation) {
    synchronized (lock) {
      served.add(operation);
      Deque<CloudFault> waiting = faults.get(operation);
      return waiting == null ? null : waiting.poll();
    }
  }

  private Optional<CloudAccount> account(HttpExchange exchange) {
    synchronized (lock) {
      return Optional.ofNullable(
          accounts.get(
              new Client(
                  exchange.getRequestHeaders().getFirst("X-License-Key"),
                  exchange.getRequestHeaders().getFirst("X-Hardware-Id"))));
    }
  }

  private static String lastPart(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Optional<Operation> operation(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    if (!path.startsWith(API)) {
      return Optional.empty();
    }
    String called = path.substring(API.length());
    String request = exchange.getRequestMethod() + " " + called;
    return switch (request) {
      case "POST upload" -> Optional.of(Operation.UPLOAD);
      case "GET list" -> Optional.of(Operation.LIST);
      case "GET usage" -> Optional.of(Operation.USAGE);
      default -> {
        if (request.matches("GET download/[A-Za-z0-9-]{1,64}")) {
          yield Optional.of(Operation.DOWNLOAD);
        }
        yield request.matches("DELETE [A-Za-z0-9-]{1,64}")
            ? Optional.of(Operation.DELETE)
            : Optional.empty();
      }
    };
  }

  /** Ends it, with the requests that it does not answer. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
