package io.proxpanel.backup.e2e.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A private PostgreSQL server on a free port of 127.0.0.1 with password logins. As root its
 * processes belong to the user {@code postgres}, since the server refuses to run as root.
 */
public final class PostgresServer implements AutoCloseable {
  private static final int COMMAND_SECONDS = 300;
  private static final String SUPERUSER = "postgres";
  private static final int MOST_PORTS = 5;
  private static final String PASSWORD = "superuser-of-the-test-server";

  private final PostgresInstallation installation;
  private final Path folder;
  private int port;
  private final List<String> settings;

  private PostgresServer(PostgresInstallation installation, Path folder, List<String> settings) {
    this.installation = installation;
    this.folder = folder;
    this.settings = List.copyOf(settings);
  }

  /**
   * Starts a server of the newest installed major; see {@link #start(PostgresInstallation, Path)}.
   */
  public static PostgresServer start(Path folder) {
    return start(PostgresInstallation.newest(), folder);
  }

  /**
   * Makes a new cluster and starts it.
   *
   * @param installation which major
   * @param folder an existing folder for the server's files; not removed on close
   * @throws IllegalStateException with the server's own words when it does not start
   */
  public static PostgresServer start(PostgresInstallation installation, Path folder) {
    return start(installation, folder, List.of());
  }

  /**
   * Makes a new cluster and starts it with settings that go before the ones of this class.
   *
   * @param settings as the command line has them, {@code name=value}, without quotes and spaces
   */
  public static PostgresServer start(
      PostgresInstallation installation, Path folder, List<String> settings) {
    try {
      PostgresServer server = new PostgresServer(installation, folder, settings);
      server.initialise();
      server.startOnAFreePort();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Address that the server listens on. */
  public String host() {
    return "127.0.0.1";
  }

  /** TCP port that the server listens on. */
  public int port() {
    return port;
  }

  /** Name of the superuser. */
  public String superuser() {
    return SUPERUSER;
  }

  /** Password of the superuser. */
  public String superuserPassword() {
    return PASSWORD;
  }

  /** The programs of this server's major. */
  public PostgresInstallation installation() {
    return installation;
  }

  /** The server's log, for messages of failed tests. */
  public Path log() {
    return folder.resolve("server.log");
  }

  /** Creates a role that can log in with a password. */
  public void createRole(String role, String password) {
    psql(SUPERUSER, "CREATE ROLE " + identifier(role) + " LOGIN PASSWORD " + literal(password));
  }

  /** Creates an empty database that belongs to a role. */
  public void createDatabase(String database, String owner) {
    psql(SUPERUSER, "CREATE DATABASE " + identifier(database) + " OWNER " + identifier(owner));
  }

  /**
   * Runs SQL as the superuser.
   *
   * @return what it printed, unaligned, fields separated by {@code |}, without the last newline
   * @throws IllegalStateException with psql's message when a statement fails
   */
  public String psql(String database, String sql) {
    return psql(database, SUPERUSER, PASSWORD, sql);
  }

  /** Runs SQL as a role; see {@link #psql(String, String)}. */
  public String psql(String database, String role, String password, String sql) {
    return execute(
        Map.of("PGPASSWORD", password, "PGDATABASE", database, "PGUSER", role),
        psqlCommand("-f", "-"),
        sql);
  }

  /**
   * Runs a file of SQL as a role.
   *
   * @param variables psql variables, {@code name=value}
   */
  public String psqlFile(
      String database, String role, String password, Path file, List<String> variables) {
    List<String> command = new ArrayList<>(psqlCommand("-f", file.toString()));
    variables.forEach(variable -> command.addAll(List.of("-v", variable)));
    return execute(
        Map.of("PGPASSWORD", password, "PGDATABASE", database, "PGUSER", role), command, "");
  }

  /**
   * Dumps a database as the superuser.
   *
   * @param options of pg_dump, beside the database's name
   * @return what it printed
   */
  public String dump(String database, String... options) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(installation.program("pg_dump"), "-h", host(), "-p", "" + port));
    command.addAll(Arrays.asList(options));
    return execute(
        Map.of("PGPASSWORD", PASSWORD, "PGDATABASE", database, "PGUSER", SUPERUSER), command, "");
  }

  /** Stops the server; the sessions are cut off. Its files stay. */
  public void stop() {
    control("stop", "-m", "fast", "-w");
  }

  /** Kills the server as a power cut would. Its files stay. */
  public void crash() {
    control("stop", "-m", "immediate", "-w");
  }

  /** Until the server has a free port, any connection of this machine may take it. */
  private void startOnAFreePort() throws IOException {
    for (int left = MOST_PORTS; left > 0; left--) {
      port = freePort();
      try {
        startAgain();
        return;
      } catch (IllegalStateException e) {
        if (left == 1 || !Files.readString(log()).contains("Address already in use")) {
          throw e;
        }
        Files.delete(log());
      }
    }
  }

  /** Starts the server, on the same port, after {@link #stop()} or {@link #crash()}. */
  public void startAgain() {
    control("start", "-w", "-l", log().toString(), "-o", options());
  }

  @Override
  public void close() {
    if (Files.exists(data().resolve("postmaster.pid"))) {
      crash();
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  private void initialise() throws IOException {
    Path passwordFile = Files.writeString(folder.resolve("superuser"), PASSWORD);
    if (asRoot()) {
      execute(
          Map.of(), List.of("chown", SUPERUSER, folder.toString(), passwordFile.toString()), "");
      openTheWayTo(folder);
    }
    List<String> initdb =
        List.of(
            installation.program("initdb"),
            "-D",
            data().toString(),
            "-U",
            SUPERUSER,
            "--pwfile",
            passwordFile.toString(),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync");
    execute(Map.of(), asServerUser(initdb), "");
    Files.delete(passwordFile);
  }

  /** The user postgres must be able to pass through the folders above its own. */
  private static void openTheWayTo(Path folder) {
    for (Path p = folder.toAbsolutePath().getParent(); p != null; p = p.getParent()) {
      if (p.startsWith(System.getProperty("java.io.tmpdir")) && p.getNameCount() > 1) {
        execute(Map.of(), List.of("chmod", "o+x", p.toString()), "");
      }
    }
  }

  private String options() {
    return "-c listen_addresses=127.0.0.1 -c port="
        + port
        + " -c unix_socket_directories='' -c fsync=off -c max_connections=60"
        + " -c shared_buffers=64MB -c max_wal_size=1GB -c max_locks_per_transaction=256"
        + String.join("", settings.stream().map(setting -> " -c " + setting).toList());
  }

  private void control(String action, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(installation.program("pg_ctl"), action, "-D", data().toString(), "-s"));
    command.addAll(Arrays.asList(arguments));
    execute(Map.of(), asServerUser(command), "");
  }

  private List<String> psqlCommand(String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            installation.program("psql"),
            "-X",
            "-A",
            "-t",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            host(),
            "-p",
            Integer.toString(port)));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  static List<String> asServerUser(List<String> command) {
    if (!asRoot()) {
      return command;
    }
    List<String> all = new ArrayList<>(List.of("runuser", "-u", SUPERUSER, "--"));
    all.addAll(command);
    return all;
  }

  private static boolean asRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static String execute(Map<String, String> environment, List<String> command, String in) {
    try {
      Path output = Files.createTempFile("postgres-", ".out");
      Path errors = Files.createTempFile("postgres-", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (var stdin = process.getOutputStream()) {
          stdin.write(in.getBytes(StandardCharsets.UTF_8));
        }
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException(command.get(0) + " did not end in time");
        }
        if (process.exitValue() != 0) {
          throw new IllegalStateException(
              String.join(" ", command)
                  + ": "
                  + Files.readString(errors)
                  + Files.readString(output));
        }
        return Files.readString(output).stripTrailing();
      } finally {
        Files.delete(output);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String literal(String value) {
    return '\'' + value.replace("'", "''") + '\'';
  }
}
