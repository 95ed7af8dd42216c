package io.proxpanel.backup.e2e.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.router.api.RouterPatience;
import io.proxpanel.backup.agent.router.export.FetchedExport;
import io.proxpanel.backup.agent.router.export.RouterExports;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Routers of one test, and an agent that does not wait long for them. */
final class RouterLab implements AutoCloseable {
  /** What is on an emulator that nobody has visited. */
  static final List<String> OWN_FILES = List.of("flash/hotspot/login.html");

  static final RouterPatience PATIENCE =
      new RouterPatience(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofMillis(50),
          Duration.ofSeconds(15));

  private final Path folder;
  private final Path results;
  private final Path secrets;
  private final List<RouterEmulator> routers = new ArrayList<>();
  private final Cleanup cleanup = new Cleanup();

  RouterLab(Path folder) throws IOException {
    this.folder = folder;
    this.results = Files.createDirectory(folder.resolve("results"));
    this.secrets = Files.createDirectory(folder.resolve("secrets"));
  }

  RouterEmulator router(RouterModel model) throws IOException {
    return router(model, RouterSettings.USER, null);
  }

  RouterEmulator router(RouterModel model, RouterUser user, SSLContext tls) throws IOException {
    RouterEmulator router =
        new RouterEmulator(
            model,
            List.of(RouterUser.full("admin", "other"), user),
            RouterEmulator.Ports.free(),
            tls,
            Files.createDirectory(folder.resolve("router-" + routers.size())));
    routers.add(router);
    return router;
  }

  RouterSettings settings(RouterEmulator router) {
    return new RouterSettings(router, secrets);
  }

  /** How a sentence about the router of {@link #settings} begins. */
  static String named(int port) {
    return "The router \"edge-1\" (127.0.0.1:" + port + ") ";
  }

  Cleanup cleanup() {
    return cleanup;
  }

  RouterExports agent() {
    return agent(PATIENCE);
  }

  RouterExports agent(RouterPatience patience) {
    return new RouterExports(cleanup, Clock.systemUTC(), router -> patience);
  }

  FetchedExport fetch(RouterSettings settings) throws IOException, AgentException {
    FetchedExport fetched = agent().fetch(settings.router(), results);
    nothingIsLeft();
    return fetched;
  }

  /** Fetches in vain: one sentence, and nothing left on any router nor here. */
  void fails(RouterSettings settings, ErrorCode code, String sentence) throws IOException {
    fails(agent(), settings, code, sentence);
  }

  void fails(RouterExports agent, RouterSettings settings, ErrorCode code, String sentence)
      throws IOException {
    Router router = settings.router();
    AgentException e =
        catchThrowableOfType(AgentException.class, () -> agent.fetch(router, results));
    assertThat(e).isNotNull();
    assertThat(e.getMessage()).isEqualTo(sentence);
    assertThat(e.code()).isEqualTo(code);
    assertThat(e.getMessage()).doesNotContain(RouterSettings.PASSWORD);
    nothingIsLeft();
    try (Stream<Path> files = Files.list(results)) {
      assertThat(files).isEmpty();
    }
  }

  void nothingIsLeft() throws IOException {
    for (RouterEmulator router : routers) {
      assertThat(router.files().names()).isEqualTo(OWN_FILES);
    }
    assertThat(cleanup.size()).isZero();
  }

  Path results() {
    return results;
  }

  /** Without its first line, which has the time in it; bytes as ISO 8859-1. */
  static String body(Path export) throws IOException {
    return body(Files.readAllBytes(export));
  }

  static String body(byte[] export) {
    String text = new String(export, StandardCharsets.ISO_8859_1);
    return text.substring(text.indexOf('\n') + 1);
  }

  @Override
  public void close() throws IOException {
    for (RouterEmulator router : routers) {
      router.close();
    }
    cleanup.close();
  }
}
