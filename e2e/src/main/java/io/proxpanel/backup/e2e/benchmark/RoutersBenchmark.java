package io.proxpanel.backup.e2e.benchmark;

import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterFiles;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskDocument;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.router.RouterEmulator;
import io.proxpanel.backup.e2e.router.RouterEmulatorMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Time and memory of an agent that backs up many routers in one run: emulated ones in this process,
 * asked one at a time and many at a time, and once more to be compared with the run before.
 */
public final class RoutersBenchmark {
  private static final String PASSWORD = "password-of-the-routers";
  private static final String UID = "benchmark";
  private static final int LOOK_MILLIS = 20;

  private final Path checkout;
  private final Path folder;
  private final List<Router> routers;

  private RoutersBenchmark(Path checkout, Path folder, List<Router> routers) {
    this.checkout = checkout;
    this.folder = folder;
    this.routers = routers;
  }

  /** Takes the checkout, a folder for its files, and the number of routers. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    int count = Integer.parseInt(args[2]);
    Path secret = Files.writeString(folder.resolve("password"), PASSWORD);
    Map<String, String> environment =
        Map.of(
            "ROUTERS",
            String.valueOf(count),
            "FIRST_PORT",
            "20000",
            "ROUTER_USER",
            "backup",
            "ROUTER_PASSWORD",
            PASSWORD);
    List<RouterEmulator> emulators =
        RouterEmulatorMain.start(environment, Files.createDirectory(folder.resolve("routers")));
    try {
      List<Router> routers = new ArrayList<>();
      for (RouterEmulator each : emulators) {
        routers.add(router("router-" + routers.size(), each, secret));
      }
      new RoutersBenchmark(Path.of(args[0]), folder, routers).run();
    } finally {
      for (RouterEmulator each : emulators) {
        each.close();
      }
    }
  }

  private static Router router(String name, RouterEmulator emulator, Path secret) {
    return new Router(
        name,
        "127.0.0.1",
        emulator.apiPort(),
        null,
        "backup",
        null,
        secret.toString(),
        null,
        emulator.ftpPort(),
        emulator.sshPort(),
        null,
        List.of(),
        null,
        false,
        null,
        null,
        null,
        null);
  }

  private void run() throws Exception {
    measure("8 at a time", 8, null);
    String before = measure("32 at a time", 32, null);
    measure("32 at a time, compared with the run before", 32, before);
  }

  /** Gives the name of the list that was stored. */
  private String measure(String what, int atOnce, String previous) throws Exception {
    Path volume = Files.createDirectories(folder.resolve("volume"));
    Path scratch = Files.createTempDirectory(folder, "scratch-");
    String list = RouterFiles.list(Instant.ofEpochSecond(1_800_000_000L + files(volume)));
    Task task =
        new Task.Routers(
            UID,
            "isp",
            "routers",
            "2026-11-26T02:00:00Z",
            list,
            routers,
            null,
            null,
            atOnce,
            previous == null ? List.of() : List.of(new Task.PreviousRun(UID, previous)),
            null,
            List.of(new Destination("local", new Destination.Local(volume.toString()))),
            List.of());
    Path result = scratch.resolve("result");
    ProcessBuilder builder =
        new ProcessBuilder(
            "java",
            "@" + checkout.resolve("images/agent/java.options"),
            "-jar",
            checkout.resolve("operator/agent/target/backup-agent.jar").toString(),
            "routers");
    builder.environment().put("BACKUP_TASK", TaskDocument.write(task));
    builder.environment().put("BACKUP_RESULT_FILE", result.toString());
    builder.environment().put("BACKUP_SCRATCH", scratch.toString());
    Path log = scratch.resolve("log");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    long start = System.nanoTime();
    Process agent = builder.start();
    long peak = 0;
    while (!agent.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peakKibibytes(agent));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    TaskResult said = Json.read(Files.readString(result), TaskResult.class);
    if (agent.exitValue() != 0 || said.routers() == null) {
      throw new IllegalStateException(what + ": " + Files.readString(log));
    }
    System.out.printf(
        Locale.ROOT,
        "%-45s %d of %d routers, %6.1f s, %5.1f ms for each, %d MiB at most, list %d KiB, %d changed%n",
        what,
        said.routers().good(),
        said.routers().all(),
        seconds,
        seconds * 1000 / routers.size(),
        peak / 1024,
        said.file().sizeBytes() / 1024,
        said.routers().changed());
    return list;
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static long peakKibibytes(Process process) {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0L);
    } catch (IOException e) {
      // It has just ended.
      return 0;
    }
  }
}
