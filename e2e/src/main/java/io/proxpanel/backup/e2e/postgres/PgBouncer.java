package io.proxpanel.backup.e2e.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * PgBouncer in front of a server, on a free port of 127.0.0.1, with a connection for each
 * transaction (<code>pool_mode = transaction</code>) as applications with many clients have it.
 */
public final class PgBouncer implements AutoCloseable {
  /** Environment variable that names the executable, as {@code e2e/lib/pgbouncer} prints it. */
  public static final String VARIABLE = "BACKUP_PGBOUNCER";

  /** The script, from the folder that Maven runs the tests of this module in. */
  private static final Path FETCH = Path.of("lib", "pgbouncer");

  private static final int START_ATTEMPTS = 600;

  private final Process process;
  private final int port;
  private final Path log;

  private PgBouncer(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * Starts one.
   *
   * @param folder an existing folder for its files; not removed on close
   * @param passwords of the roles that may log in through it
   * @throws IllegalStateException with what to do, or with its own words
   */
  public static PgBouncer start(PostgresServer server, Path folder, Map<String, String> passwords) {
    try {
      int port = PostgresServer.freePort();
      Path users = folder.resolve("users");
      Files.writeString(
          users,
          passwords.entrySet().stream()
              .map(user -> '"' + user.getKey() + "\" \"" + user.getValue() + "\"\n")
              .collect(Collectors.joining()));
      Path settings = folder.resolve("pgbouncer.ini");
      Files.writeString(settings, settings(server, port, users));
      Path log = folder.resolve("pgbouncer.log");
      Process process =
          new ProcessBuilder(PostgresServer.asServerUser(List.of(program(), settings.toString())))
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      PgBouncer pooler = new PgBouncer(process, port, log);
      pooler.awaitListening();
      return pooler;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** TCP port that it listens on. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  private static String settings(PostgresServer server, int port, Path users) {
    return """
        [databases]
        * = host=<host> port=<server>
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = <port>
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = <users>
        pool_mode = transaction
        default_pool_size = 2
        ignore_startup_parameters = extra_float_digits,options
        """
        .replace("<host>", server.host())
        .replace("<server>", Integer.toString(server.port()))
        .replace("<port>", Integer.toString(port))
        .replace("<users>", users.toString());
  }

  private void awaitListening() throws IOException {
    for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
      if (!process.isAlive()) {
        throw new IllegalStateException("PgBouncer did not start: " + Files.readString(log));
      }
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        pause();
      }
    }
    throw new IllegalStateException("PgBouncer does not listen: " + Files.readString(log));
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the environment names, or else what the script fetches. */
  private static String program() throws IOException {
    Optional<String> named = Optional.ofNullable(System.getenv(VARIABLE));
    String program = named.isPresent() ? named.get() : fetch();
    if (!Files.isExecutable(Path.of(program))) {
      throw new IllegalStateException(
          "There is no executable "
              + program
              + ": set "
              + VARIABLE
              + " to what e2e/lib/pgbouncer prints, or unset it.");
    }
    return program;
  }

  private static String fetch() throws IOException {
    List<String> command = List.of(FETCH.toAbsolutePath().toString());
    Process fetch =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    fetch.getOutputStream().close();
    String path = new String(fetch.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (fetch.onExit().join().exitValue() != 0) {
      throw new IllegalStateException(
          "e2e/lib/pgbouncer failed: run it by hand to see why, then run the tests again.");
    }
    return path.strip();
  }
}
