package io.proxpanel.backup.e2e.benchmark;

import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Encryption;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.KeyOrder;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Time of a Restore's agent, by mode, beside pg_restore's: the same database from the same archive
 * into the same server, in turn. The agent proves the file, checks what it has restored and runs
 * ANALYZE, which pg_restore does not; how long each of its steps takes is told too.
 */
public final class RestoresBenchmark {
  private static final String PASSWORD = "password-of-the-panel";
  private static final String FILE = "proisp_full_20261123_020000.proisp.bak";
  private static final String SINGLE = "drop all, pg_restore --single-transaction";
  private static final String PARALLEL = "drop all, pg_restore --jobs=2";

  /** By hand, since pg_restore's --clean fails where a partitioned table has a key. */
  private static final String DROP_ALL =
      """
      DO $$
      DECLARE
        s text;
      BEGIN
        FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)' LOOP
          EXECUTE format('DROP SCHEMA %I CASCADE', s);
        END LOOP;
      END $$;
      CREATE SCHEMA public;
      SELECT count(lo_unlink(oid)) FROM pg_largeobject_metadata;
      """;

  private static final Pattern STAGE =
      Pattern.compile("^(\\S+) INFO TaskReport - stage=(\\w+)", Pattern.MULTILINE);

  private final Path checkout;
  private final Path folder;
  private final IspDatabase database;
  private final DatabaseAddress address;
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  private RestoresBenchmark(Path checkout, Path folder, IspDatabase database) throws IOException {
    this.checkout = checkout;
    this.folder = folder;
    this.database = database;
    this.address =
        new DatabaseAddress(
            database.server().host(),
            database.server().port(),
            database.name(),
            database.role(),
            null,
            Files.writeString(folder.resolve("password"), PASSWORD).toString(),
            null,
            null);
  }

  /** A way to restore. */
  private interface Way {
    void run() throws IOException, InterruptedException;
  }

  /**
   * Takes the checkout, a folder for its files, the number of subscribers, of months, of rounds,
   * and modes with commas between them.
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    try (PostgresServer server =
        PostgresServer.start(
            PostgresInstallation.newest(), Files.createDirectory(folder.resolve("server")))) {
      IspDatabase database = IspDatabase.create(server, PASSWORD);
      server.psql("postgres", "ALTER ROLE " + database.role() + " CREATEDB");
      database.load(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
      List<RestoreOptions.Mode> modes =
          Stream.of(args[5].split(",")).map(RestoreOptions.Mode::valueOf).toList();
      new RestoresBenchmark(Path.of(args[0]), folder, database)
          .run(Integer.parseInt(args[4]), modes);
    }
  }

  private void run(int rounds, List<RestoreOptions.Mode> modes) throws Exception {
    for (String name : List.of("volume", "scratch")) {
      Files.createDirectory(folder.resolve(name));
    }
    say(
        "PostgreSQL "
            + database.psql("SHOW server_version")
            + ", "
            + database.psql("SELECT pg_size_pretty(pg_database_size(current_database()))")
            + " on disk");
    agent("backup", backup());
    Path archive = folder.resolve("archive");
    program(
        List.of(
            "java",
            "-jar",
            jar(),
            "decrypt",
            "--password-file",
            address.passwordFile(),
            "-o",
            archive.toString(),
            folder.resolve("volume").resolve(FILE).toString()));
    say("archive of " + (Files.size(archive) >> 20) + " MiB");
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put(SINGLE, () -> pgRestore(archive, "--single-transaction"));
    ways.put(PARALLEL, () -> pgRestore(archive, "--jobs=2"));
    modes.forEach(mode -> ways.put("Restore, " + mode, () -> restore(mode)));
    String before = rows();
    List<String> order = new ArrayList<>(ways.keySet());
    for (int round = 0; round <= rounds; round++) {
      for (String name : order) {
        double taken = measure(ways.get(name));
        if (!before.equals(rows())) {
          throw new IllegalStateException(name + " has not brought back all rows");
        }
        if (round > 0) {
          seconds.computeIfAbsent(name, none -> new ArrayList<>()).add(taken);
        } else {
          seconds.clear();
        }
      }
      Collections.rotate(order, 1);
    }
    print(List.copyOf(ways.keySet()));
  }

  private void print(List<String> order) {
    double one = median(seconds.get(SINGLE));
    List<String> names = new ArrayList<>();
    for (String way : order) {
      names.add(way);
      seconds.keySet().stream().filter(each -> each.startsWith(way + ":")).forEach(names::add);
    }
    names.forEach(
        name -> {
          List<Double> each = seconds.get(name);
          System.out.printf(
              Locale.ROOT,
              "%-55s  median %6.2f s, %6.2f to %6.2f s, %.2f times pg_restore%n",
              name,
              median(each),
              Collections.min(each),
              Collections.max(each),
              median(each) / one);
        });
  }

  /** What one restore leaves in memory and on disk must not be the next one's. */
  private double measure(Way way) throws IOException, InterruptedException {
    database.server().psql("postgres", "CHECKPOINT");
    long start = System.nanoTime();
    way.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private String rows() {
    return database.psql(
        "SELECT string_agg(c.relname || ' ' || (xpath('/row/n/text()', query_to_xml("
            + "'SELECT count(*) AS n FROM ' || c.oid::regclass, false, true, '')))[1], ','"
            + " ORDER BY c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind = 'r' AND n.nspname = 'public'");
  }

  private void pgRestore(Path archive, String option) throws IOException, InterruptedException {
    database.psql(DROP_ALL);
    program(
        List.of(
            database.server().installation().program("pg_restore"),
            option,
            "--host=" + address.host(),
            "--port=" + address.port(),
            "--username=" + database.role(),
            "--dbname=" + database.name(),
            archive.toString()));
  }

  private void restore(RestoreOptions.Mode mode) throws IOException, InterruptedException {
    TaskResult result =
        agent(
            "restore",
            new Task.Restore(
                "restore",
                List.of(destination()),
                FILE,
                address,
                database.name(),
                List.of(address.passwordFile()),
                null,
                null,
                new RestoreOptions(mode, null, null, false, null, null)));
    parts(mode);
    if (result.restored().keptDatabase() != null) {
      database
          .server()
          .psql("postgres", "DROP DATABASE \"" + result.restored().keptDatabase() + "\"");
    }
  }

  /** Which part of it took how long, by the agent's log. */
  private void parts(RestoreOptions.Mode mode) throws IOException {
    Instant end = Instant.now();
    String before = "start";
    Instant since = null;
    Matcher matcher = STAGE.matcher(Files.readString(folder.resolve("log")));
    while (matcher.find()) {
      Instant at = Instant.parse(matcher.group(1));
      part(mode, before, since, at);
      before = matcher.group(2);
      since = at;
    }
    part(mode, before, since, end);
  }

  private void part(RestoreOptions.Mode mode, String stage, Instant since, Instant until) {
    if (since != null) {
      seconds
          .computeIfAbsent("Restore, " + mode + ": " + stage, none -> new ArrayList<>())
          .add(Duration.between(since, until).toMillis() / 1e3);
    }
  }

  private Task backup() {
    return new Task.Backup(
        "backup",
        "isp",
        "benchmark",
        "2026-11-23T02:00:00Z",
        FILE,
        address,
        null,
        List.of(),
        new Encryption(
            BackupFormat.ProxPanelV2, KeyOrder.PASSWORD_FIRST, address.passwordFile(), null),
        List.of(destination()));
  }

  private Destination destination() {
    return new Destination("local", new Destination.Local(folder.resolve("volume").toString()));
  }

  private String jar() {
    return checkout.resolve("operator/agent/target/backup-agent.jar").toString();
  }

  private TaskResult agent(String verb, Task task) throws IOException, InterruptedException {
    Path result = folder.resolve("result");
    Files.deleteIfExists(result);
    ProcessBuilder builder =
        new ProcessBuilder(
            "java", "@" + checkout.resolve("images/agent/java.options"), "-jar", jar(), verb);
    builder.environment().put("BACKUP_TASK", Json.write(task));
    builder.environment().put("BACKUP_RESULT_FILE", result.toString());
    builder.environment().put("BACKUP_SCRATCH", folder.resolve("scratch").toString());
    builder.environment().put("BACKUP_POSTGRES_ROOT", PostgresInstallation.root().toString());
    end(builder);
    TaskResult said = Json.read(Files.readString(result), TaskResult.class);
    if (said.state() != TaskResult.State.SUCCEEDED) {
      throw new IllegalStateException(said.toString());
    }
    return said;
  }

  private void program(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PGPASSWORD", PASSWORD);
    end(builder);
  }

  private void end(ProcessBuilder builder) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(1, TimeUnit.HOURS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(
          builder.command() + ": " + Files.readString(log, StandardCharsets.UTF_8));
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
