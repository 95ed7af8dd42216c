package io.proxpanel.backup.e2e.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.api.RouterPatience;
import io.proxpanel.backup.agent.router.export.RouterExports;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent that is told to stop while it visits a router. */
class RouterStopsIT extends RouterTestCase {
  /** The process is told to stop while the router does something that takes long. */
  @ParameterizedTest
  @ValueSource(strings = {"/export", "/file/read", "/system/resource/print"})
  void anAgentThatIsToldToStopLeavesNothing(String command) throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().silence(command);
    RouterPatience patient =
        new RouterPatience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(100),
            Duration.ofSeconds(100),
            Duration.ofMillis(50),
            Duration.ofSeconds(6));
    CompletableFuture<Object> run = inBackground(router, lab.agent(patient));
    await().until(() -> router.requests().stream().anyMatch(r -> r.command().equals(command)));
    if (command.equals("/export")) {
      // What it writes as the command is broken off.
      await().until(() -> lateFile(router));
    }

    assertThat(stopped(run))
        .hasMessage(named(router) + "was being asked when the agent was told to stop.");
    lab.nothingIsLeft();
  }

  private static boolean lateFile(RouterEmulator router) throws IOException {
    String base =
        router.requests().stream()
            .filter(request -> request.command().equals("/export"))
            .findFirst()
            .orElseThrow()
            .get("file");
    router.files().write(base + ".rsc.in_progress", new byte[100]);
    return true;
  }

  @Test
  void anAgentThatIsToldToStopWhileItWaitsForAFileLeavesNothing() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().slowExport(2, Duration.ofSeconds(1), true);
    CompletableFuture<Object> run = inBackground(router, lab.agent());
    await().until(() -> router.files().names().size() > 1);

    stopped(run);
  }

  private CompletableFuture<Object> inBackground(RouterEmulator router, RouterExports agent)
      throws IOException {
    Router settings = lab.settings(router).router();
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return agent.fetch(settings, lab.results());
          } catch (AgentException e) {
            throw new CompletionException(e);
          }
        });
  }

  /** How it ended when the agent was told to stop. */
  private AgentException stopped(CompletableFuture<Object> run) throws Exception {
    lab.cleanup().close();
    Throwable end = run.handle((result, e) -> e.getCause()).get(60, TimeUnit.SECONDS);
    assertThat(end).isInstanceOf(AgentException.class);
    AgentException failure = (AgentException) end;
    assertThat(failure.code()).isEqualTo(ErrorCode.Interrupted);
    return failure;
  }
}
