package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.router.archive.RouterArchive;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Encryption;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.RouterLogins;
import io.proxpanel.backup.contract.SecretRouters;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.router.RouterEmulator;
import io.proxpanel.backup.e2e.router.RouterModel;
import io.proxpanel.backup.e2e.router.RouterUser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Routers, and an agent that backs them up the way that a Job does. */
final class RoutersJob implements AutoCloseable {
  static final String PASSWORD = "pä$$ \"wört\"=1";
  static final String UID = "uid-1";
  static final String LIST = list("120000");

  private final Path folder;
  private final AgentJob job;
  private final List<RouterEmulator> emulators = new ArrayList<>();
  private final List<Router> routers = new ArrayList<>();
  private List<Destination> destinations;
  private List<Task.PreviousRun> previous = List.of();
  private Encryption encryption;
  private Task.RouterQuery query;
  private SecretRouters secrets;
  private String uid = UID;
  private int atOnce = 3;
  private List<String> referable = List.of();
  private final Map<String, String> uids = new HashMap<>();

  RoutersJob(Path folder) throws IOException {
    this.folder = folder;
    this.job = new AgentJob(Files.createDirectories(folder.resolve("job")));
    this.destinations = List.of(job.destination("local"));
    job.with("BACKUP_COPY_PAUSES_SECONDS", "0").with("BACKUP_ROUTER_PAUSES_SECONDS", "0");
  }

  /** Name of the list of a run at a time of the day. */
  static String list(String time) {
    return "mikrotik_20261126_" + time + ".json";
  }

  AgentJob job() {
    return job;
  }

  RouterEmulator emulator(RouterModel model) throws IOException {
    return emulator(model, PASSWORD);
  }

  RouterEmulator emulator(RouterModel model, String password) throws IOException {
    RouterEmulator emulator =
        new RouterEmulator(
            model,
            List.of(RouterUser.full("backup", password)),
            RouterEmulator.Ports.free(),
            null,
            Files.createDirectory(folder.resolve("router-" + emulators.size())));
    emulators.add(emulator);
    return emulator;
  }

  /** Takes a router into the run, in place of an earlier one of this name. */
  RoutersJob router(String name, RouterEmulator emulator) {
    return router(name, emulator.apiPort(), emulator.ftpPort(), emulator.sshPort());
  }

  RoutersJob router(String name, int port, int ftpPort, int sshPort) {
    routers.removeIf(router -> router.name().equals(name));
    routers.add(settings(ftpPort, sshPort).of(name, "127.0.0.1", port));
    return this;
  }

  /** One that is not waited for long. */
  RoutersJob hurried(String name, RouterEmulator emulator) {
    return hurried(name, emulator.apiPort(), emulator.ftpPort(), null);
  }

  RoutersJob hurried(String name, int port, int ftpPort, Router.Fetch fetch) {
    return router(
        new Router(
            name,
            "127.0.0.1",
            port,
            null,
            "backup",
            null,
            job.secret("router-password", PASSWORD + "\n").toString(),
            fetch,
            ftpPort,
            22,
            null,
            List.of(),
            null,
            false,
            null,
            5,
            3,
            10));
  }

  RoutersJob router(Router router) {
    routers.removeIf(other -> other.name().equals(router.name()));
    routers.add(router);
    return this;
  }

  /** One that nobody answers for. */
  RoutersJob absent(String name) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return router(name, free.getLocalPort(), free.getLocalPort(), free.getLocalPort());
    }
  }

  Router settings(int ftpPort, int sshPort) {
    return new Router(
        null,
        null,
        8728,
        null,
        "backup",
        null,
        job.secret("router-password", PASSWORD + "\n").toString(),
        null,
        ftpPort,
        sshPort,
        null,
        List.of(),
        null,
        false,
        null,
        5,
        10,
        30);
  }

  RoutersJob to(Destination... all) {
    destinations = List.of(all);
    return this;
  }

  RoutersJob after(String... lists) {
    previous =
        List.of(lists).stream()
            .map(list -> new Task.PreviousRun(uids.getOrDefault(list, UID), list))
            .toList();
    return this;
  }

  /** The runs from now on belong to the resource with that UID. */
  RoutersJob as(String resource) {
    uid = resource;
    return this;
  }

  RoutersJob atOnce(int many) {
    atOnce = many;
    return this;
  }

  /** What has not changed is not stored where one of these has it. */
  RoutersJob referringTo(String... resources) {
    referable = List.of(resources);
    return this;
  }

  RoutersJob encrypted(Encryption how) {
    encryption = how;
    return this;
  }

  RoutersJob asking(Task.RouterQuery where) {
    query = where;
    return this;
  }

  /** Takes the routers of these Secrets too, each a folder of its name below the Job's secrets. */
  RoutersJob selecting(Router settings, String... names) {
    secrets = new SecretRouters(bySecret().toString(), List.of(names), "isp=routers", settings);
    return this;
  }

  /** Where the folders of Secrets are. */
  Path bySecret() {
    return folder.resolve("by-name");
  }

  /** A key of a Secret. */
  RoutersJob secret(String name, String key, String value) throws IOException {
    Path secret = Files.createDirectories(bySecret().resolve(name));
    Files.writeString(secret.resolve(key), value);
    return this;
  }

  /** Only logs in to the routers. */
  RouterLogins logins(long limitSeconds) {
    return new RouterLogins(routers, query, secrets, 3, limitSeconds);
  }

  Task.Routers task(String list) {
    uids.put(list, uid);
    return new Task.Routers(
        uid,
        "isp",
        "nightly",
        "2026-11-26T12:00:00Z",
        list,
        routers,
        query,
        secrets,
        atOnce,
        previous,
        encryption,
        destinations,
        referable);
  }

  /** Runs it; nothing of it may be left on a router or in the scratch space, and no secret said. */
  TaskResult run(String list) {
    TaskResult result = runWithLeftovers(list);
    try {
      for (RouterEmulator emulator : emulators) {
        assertThat(emulator.files().names()).containsExactly("flash/hotspot/login.html");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result;
  }

  /** The same where files may stay on a router. */
  TaskResult runWithLeftovers(String list) {
    TaskResult result = job.run(task(list));
    assertThat(AgentJob.names(job.scratch())).isEmpty();
    assertThat(log()).doesNotContain(PASSWORD);
    return result;
  }

  /** What a run that succeeded has printed. */
  RouterList succeeds(String list) {
    TaskResult result = run(list);
    assertThat(result.failure()).as(log()).isNull();
    assertThat(result.state()).isEqualTo(TaskResult.State.SUCCEEDED);
    return document(result);
  }

  RouterList document(TaskResult result) {
    return parse(result.document().find(log()).orElseThrow());
  }

  RouterList stored(Path volume, String list) throws IOException {
    return parse(Files.readString(volume.resolve(list)));
  }

  private static RouterList parse(String text) {
    try {
      return Json.read(text, RouterList.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files that belong to a list, sorted. */
  static List<String> names(String list, RouterList run) {
    List<String> names = new ArrayList<>();
    run.routers().stream()
        .filter(entry -> entry.file() != null)
        .forEach(entry -> names.add(entry.file().name()));
    names.add(list);
    List.copyOf(names).forEach(name -> names.add(name + Manifest.SUFFIX));
    return names.stream().sorted().toList();
  }

  RouterArchive archive(RouterList.Entry entry) throws Exception {
    try (InputStream in = Files.newInputStream(job.volume().resolve(entry.file().name()))) {
      return RouterArchive.read(entry.file().name(), in);
    }
  }

  String log() {
    try {
      return Files.readString(job.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (RouterEmulator emulator : emulators) {
      emulator.close();
    }
  }
}
