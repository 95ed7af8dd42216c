package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Encryption;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.KeyOrder;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.Scope;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.embedded.AgentJar;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs the agent's jar the way that a Job does: a task in the environment, a result in a file. */
final class AgentJob {
  static final String FILE = "proisp_full_20261123_020000.proisp.bak";
  private static final Pattern AFTER = Pattern.compile("Pause Full.*[0-9]+M->([0-9]+)M\\(");
  private static final Path JAR = Path.of("../operator/agent/target/backup-agent.jar");

  private final Path folder;
  private final Map<String, String> environment = new TreeMap<>();
  private List<String> prefix = List.of();
  private List<String> excluded = List.of();
  private Scope scope;
  private List<String> options = List.of();

  AgentJob(Path folder) {
    this.folder = folder;
    try {
      for (String name : List.of("volume", "scratch", "secrets")) {
        Files.createDirectories(folder.resolve(name));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    environment.put("BACKUP_POSTGRES_ROOT", PostgresInstallation.root().toString());
  }

  /** A started agent. */
  record Running(Process process, AgentJob job) {
    /** Waits for the end and returns the result. */
    TaskResult end() {
      try {
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("the agent ends").isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return job.result();
    }
  }

  Path volume() {
    return folder.resolve("volume");
  }

  Path scratch() {
    return folder.resolve("scratch");
  }

  Path secrets() {
    return folder.resolve("secrets");
  }

  Path log() {
    return folder.resolve("log");
  }

  Path resultFile() {
    return folder.resolve("result");
  }

  AgentJob with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  AgentJob inside(String... command) {
    prefix = List.of(command);
    return this;
  }

  /** With the options of Java that it has in its image, and a protocol of what memory it takes. */
  AgentJob asInItsImage() {
    Path options = Path.of("../images/agent/java.options").toAbsolutePath().normalize();
    this.options = List.of("@" + options, "-Xlog:gc:file=" + folder.resolve("heap"));
    return this;
  }

  /** The most that was needed in memory each time that all else was thrown out of it, in MiB. */
  int heap() {
    try {
      return Files.readAllLines(folder.resolve("heap")).stream()
          .map(AFTER::matcher)
          .filter(Matcher::find)
          .mapToInt(found -> Integer.parseInt(found.group(1)))
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  AgentJob excluding(String... tables) {
    excluded = List.of(tables);
    return this;
  }

  AgentJob taking(Scope part) {
    scope = part;
    return this;
  }

  Path secret(String name, String value) {
    try {
      return Files.writeString(secrets().resolve(name), value);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  DatabaseAddress address(IspDatabase database) {
    return new DatabaseAddress(
        database.server().host(),
        database.server().port(),
        database.name(),
        database.role(),
        null,
        secret("password", database.password() + "\n").toString(),
        null,
        null);
  }

  Task backup(String uid, String fileName, DatabaseAddress database) {
    return new Task.Backup(
        uid,
        "isp",
        "nightly",
        "2026-11-23T02:00:00Z",
        fileName,
        database,
        scope,
        excluded,
        new Encryption(
            BackupFormat.ProxPanelV2, KeyOrder.PASSWORD_FIRST, database.passwordFile(), null),
        List.of(destination("local")));
  }

  Task restore(String uid, String fileName, DatabaseAddress database, String previous) {
    return new Task.Restore(
        uid,
        List.of(destination("source")),
        fileName,
        database,
        database.name(),
        List.of(database.passwordFile()),
        previous,
        null,
        null);
  }

  Task restoreTenant(String uid, String fileName, DatabaseAddress database, String schema) {
    return new Task.Restore(
        uid,
        List.of(destination("source")),
        fileName,
        database,
        database.name(),
        List.of(database.passwordFile()),
        null,
        schema,
        null);
  }

  /** The same, and sessions of others that hold something are waited for. */
  static Task leavingSessions(Task restore) {
    return with(
        restore,
        new RestoreOptions(null, null, RestoreOptions.Connections.Leave, false, null, null));
  }

  /** The same backup, with a licence key in the file's header. */
  Task withLicense(Task backup, String key) {
    Task.Backup b = (Task.Backup) backup;
    return new Task.Backup(
        b.uid(),
        b.namespace(),
        b.name(),
        b.createdAt(),
        b.fileName(),
        b.database(),
        b.scope(),
        b.excludeTableData(),
        new Encryption(
            b.encryption().format(),
            b.encryption().keyOrder(),
            b.encryption().passwordFile(),
            secret("licence", key).toString()),
        b.destinations());
  }

  /** The same restore in another mode. */
  static Task in(RestoreOptions.Mode mode, Task restore) {
    return with(restore, new RestoreOptions(mode, null, null, false, null, null));
  }

  Task swapBack(String uid, DatabaseAddress database, String keptDatabase) {
    return new Task.SwapBack(uid, database, database.name(), keptDatabase, null, null);
  }

  Task dropKept(String uid, DatabaseAddress database, String keptDatabase) {
    return new Task.DropKept(uid, database, keptDatabase);
  }

  /** The same restore, done so. */
  static Task with(Task restore, RestoreOptions options) {
    Task.Restore r = (Task.Restore) restore;
    return new Task.Restore(
        r.uid(),
        r.sources(),
        r.fileName(),
        r.database(),
        r.confirmOverwrite(),
        r.passwordFiles(),
        r.previousTransactionId(),
        r.tenantSchema(),
        options);
  }

  Task probe(String uid, DatabaseAddress database) {
    return new Task.Probe(uid, database, true, scope, List.of(destination("local")));
  }

  Task delete(String uid, String fileName) {
    return new Task.Delete(uid, fileName, List.of(destination("local")));
  }

  Task check(String uid, TaskResult.StoredFile file) {
    return new Task.Check(uid, file.name(), file.sizeBytes(), List.of(destination("local")), false);
  }

  Task discover(
      DatabaseAddress database, String query, List<String> include, List<String> exclude) {
    return new Task.Discover("uid-1", database, query, include, exclude);
  }

  Destination destination(String name) {
    return new Destination(name, new Destination.Local(volume().toString()));
  }

  TaskResult run(Task task) {
    return start(task).end();
  }

  Running start(Task task) {
    return start(verb(task), Json.write(task));
  }

  Running start(String verb, String task) {
    environment.put("BACKUP_TASK", task);
    return new Running(process(List.of(verb), log()), this);
  }

  /** Runs a verb for people; its exit code must be 0. */
  void verb(String... arguments) {
    try {
      Process process = process(List.of(arguments), log());
      assertThat(process.waitFor()).as(Files.readString(log())).isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  TaskResult result() {
    try {
      return Json.read(Files.readString(resultFile()), TaskResult.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Names in the volume's folder. */
  List<String> files() {
    return names(volume());
  }

  static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String verb(Task task) {
    if (task instanceof Task.Backup) {
      return "backup";
    }
    if (task instanceof Task.Restore) {
      return "restore";
    }
    if (task instanceof Task.SwapBack) {
      return "swap-back";
    }
    if (task instanceof Task.DropKept) {
      return "drop-kept";
    }
    if (task instanceof Task.Discover) {
      return "discover";
    }
    if (task instanceof Task.Routers) {
      return "routers";
    }
    if (task instanceof Task.Sync) {
      return "sync";
    }
    if (task instanceof Task.Probe) {
      return "probe";
    }
    return task instanceof Task.Check ? "check" : "delete";
  }

  private Process process(List<String> arguments, Path log) {
    List<String> command = new ArrayList<>(prefix);
    // Of hundreds that live for a second, none becomes fast enough to make up for what that costs.
    List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
    all.addAll(options);
    command.addAll(AgentJar.command(JAR, all.toArray(new String[0])));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    // A stranger's settings must not reach the programs.
    builder.environment().put("PGHOST", "192.0.2.1");
    builder.environment().put("PGOPTIONS", "-c nonsense=1");
    builder.environment().put("BACKUP_RESULT_FILE", resultFile().toString());
    builder.environment().put("BACKUP_SCRATCH", scratch().toString());
    try {
      Files.deleteIfExists(resultFile());
      return builder.start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
