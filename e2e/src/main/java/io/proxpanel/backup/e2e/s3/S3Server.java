package io.proxpanel.backup.e2e.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The server versitygw with buckets in a folder, on a free port of 127.0.0.1, plain or with TLS.
 */
public final class S3Server implements AutoCloseable {
  /** Environment variable that names the executable, as {@code e2e/lib/s3-server} prints it. */
  public static final String VARIABLE = "BACKUP_S3_SERVER";

  /** The script, from the folder that Maven runs the tests of this module in. */
  private static final Path BUILD = Path.of("lib", "s3-server");

  private static final String ACCESS_KEY = "test-access-key";
  private static final String SECRET = "secret-of-the-test-server";
  private static final int START_ATTEMPTS = 600;

  private final Path program;
  private final Path folder;
  private final int port;
  private final boolean tls;
  private Process process;

  private S3Server(Path program, Path folder, int port, boolean tls) {
    this.program = program;
    this.folder = folder;
    this.port = port;
    this.tls = tls;
  }

  /**
   * Starts a server without TLS; it has no bucket.
   *
   * @param folder an existing folder for the server's files; not removed on close
   * @throws IllegalStateException with what to do, or with the server's own words
   */
  public static S3Server start(Path folder) {
    return start(folder, false);
  }

  /** Starts a server with a certificate of {@link #authority}. */
  public static S3Server startWithTls(Path folder) {
    return start(folder, true);
  }

  private static S3Server start(Path folder, boolean tls) {
    try {
      S3Server server = new S3Server(program(), folder, freePort(), tls);
      Files.createDirectories(server.buckets());
      Files.createDirectories(folder.resolve("versions"));
      if (tls) {
        server.makeCertificates();
      }
      server.startAgain();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** URL of the service. */
  public String endpoint() {
    return endpoint(port);
  }

  /** URL of the service at another port of the same address, as of a proxy. */
  public String endpoint(int otherPort) {
    return (tls ? "https" : "http") + "://127.0.0.1:" + otherPort;
  }

  /** TCP port that the server listens on. */
  public int port() {
    return port;
  }

  /** Id of the access key. */
  public String accessKey() {
    return ACCESS_KEY;
  }

  /** Secret of the access key. */
  public String secret() {
    return SECRET;
  }

  /** PEM file with the authority that signed the server's certificate. */
  public Path authority() {
    return folder.resolve("ca.pem");
  }

  /** Folder with one folder by bucket. */
  public Path buckets() {
    return folder.resolve("buckets");
  }

  /** The server's log, for messages of failed tests. */
  public String log() {
    try {
      return Files.readString(folder.resolve("server.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the server, as a power cut would. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      process.onExit().join();
      process = null;
    }
  }

  /** Starts the server, on the same port, after {@link #kill}. */
  public void startAgain() {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program.toString(), "--port", "127.0.0.1:" + port, "--keep-alive"));
    if (tls) {
      command.addAll(
          List.of(
              "--cert",
              folder.resolve("server.pem").toString(),
              "--key",
              folder.resolve("server.key").toString()));
    }
    command.addAll(
        List.of(
            "posix",
            "--versioning-dir",
            folder.resolve("versions").toString(),
            buckets().toString()));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()));
      builder.environment().put("ROOT_ACCESS_KEY", ACCESS_KEY);
      builder.environment().put("ROOT_SECRET_KEY", SECRET);
      process = builder.start();
      awaitListening();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private void makeCertificates() throws IOException {
    Files.writeString(folder.resolve("server.ext"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=test-authority -keyout ca.key"
            + " -out ca.pem");
    openssl("req -newkey rsa:2048 -nodes -subj /CN=test-server -keyout server.key -out server.csr");
    openssl(
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30"
            + " -extfile server.ext -out server.pem");
  }

  private void openssl(String arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    Process openssl =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    openssl.getOutputStream().close();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (openssl.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("openssl " + arguments + ": " + said);
    }
  }

  private void awaitListening() {
    for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
      if (!process.isAlive()) {
        throw new IllegalStateException("The S3 server did not start: " + log());
      }
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        pause();
      }
    }
    throw new IllegalStateException("The S3 server does not listen on " + port + ": " + log());
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the environment names, or else what the script makes. */
  private static Path program() throws IOException {
    Optional<String> named = Optional.ofNullable(System.getenv(VARIABLE));
    Path program = Path.of(named.isPresent() ? named.get() : build());
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(
          "There is no executable "
              + program
              + ": set "
              + VARIABLE
              + " to what e2e/lib/s3-server prints, or unset it.");
    }
    return program;
  }

  private static String build() throws IOException {
    Process build =
        new ProcessBuilder(BUILD.toAbsolutePath().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    build.getOutputStream().close();
    String path = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (build.onExit().join().exitValue() != 0) {
      throw new IllegalStateException(
          "e2e/lib/s3-server failed: run it by hand to see why, then run the tests again.");
    }
    return path.strip();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
