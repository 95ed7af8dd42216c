package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import io.proxpanel.backup.e2e.router.RouterEmulator;
import io.proxpanel.backup.e2e.router.RouterModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs over routers that do not come to their end, and what the next attempt makes of them. */
class RoutersAttemptsIT extends RoutersTestCase {
  private static final String LIST = RoutersJob.LIST;

  @Test
  void aKilledAttemptIsMadeGoodByTheNext() throws Exception {
    Destination slow =
        new Destination("slow", job.destination("x").local(), null, null, null, null, 300L, null);
    routers
        .router("edge", routers.emulator(RouterModel.six()))
        .router("core", routers.emulator(RouterModel.seven()))
        .to(slow);
    AgentJob.Running running = job.start(routers.task(LIST));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                job.files().stream().anyMatch(name -> name.startsWith(".mikrotik_edge_"))
                    && "storing".equals(job.result().stage()));
    running.process().destroyForcibly();
    assertThat(running.process().onExit()).succeedsWithin(Duration.ofMinutes(1));
    assertThat(job.files()).doesNotContain(LIST).anyMatch(name -> name.startsWith("."));
    try (var left = Files.list(job.scratch())) {
      // The container takes its scratch space with it.
      for (Path folder : left.toList()) {
        for (String name : AgentJob.names(folder)) {
          assertThat(name).endsWith(".archive");
          Files.delete(folder.resolve(name));
        }
        Files.delete(folder);
      }
    }

    RouterList list = routers.to(job.destination("slow")).succeeds(LIST);

    assertThat(job.files()).containsExactlyElementsOf(RoutersJob.names(LIST, list));
    assertThat(list.routers()).allMatch(RouterList.Entry::isGood);
  }

  @Test
  void anAgentThatIsToldToStopLeavesNothing() throws Exception {
    RouterEmulator first = routers.emulator(RouterModel.seven());
    RouterEmulator second = routers.emulator(RouterModel.seven());
    first.faults().silence("/export");
    second.faults().silence("/export");
    routers.router("first", first).router("second", second).absent("gone");
    AgentJob.Running running = job.start(routers.task(LIST));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                List.of(first, second).stream()
                    .allMatch(
                        router ->
                            router.requests().stream()
                                .anyMatch(request -> request.command().equals("/export"))));

    running.process().destroy();

    assertThat(running.end().failure().code()).isEqualTo(ErrorCode.Interrupted);
    assertThat(running.end().failure().message())
        .isEqualTo(
            "The agent was told to stop while it was fetching: what it had begun was undone.");
    assertThat(AgentJob.names(job.scratch())).isEmpty();
    assertThat(job.files()).isEmpty();
    assertThat(first.files().names()).containsExactly("flash/hotspot/login.html");
    assertThat(second.files().names()).containsExactly("flash/hotspot/login.html");
  }

  @Test
  void whatAnEarlierAttemptHasStoredIsTakenAndBroughtToTheOthers() throws Exception {
    RouterEmulator edge = routers.emulator(RouterModel.six());
    RouterList first = routers.router("edge", edge).absent("gone").succeeds(LIST);
    Path other = Files.createDirectory(temp.resolve("other"));
    int asked = edge.requests().size();

    TaskResult again =
        routers
            .to(
                job.destination("local"),
                new Destination("other", new Destination.Local(other.toString())))
            .run(LIST);

    assertThat(again.failure()).isNull();
    assertThat(edge.requests()).hasSize(asked);
    assertThat(routers.document(again)).isEqualTo(first);
    assertThat(again.routers().good()).isEqualTo(1);
    assertThat(AgentJob.names(other)).isEqualTo(job.files());
    assertThat(again.destinations())
        .extracting(DestinationResult::state)
        .containsExactly(DestinationResult.STORED, DestinationResult.STORED);
  }

  @Test
  void whatAnEarlierAttemptHasStoredAndIsDamagedIsMadeAnew() throws Exception {
    routers.router("edge", routers.emulator(RouterModel.six()));
    Path archive = job.volume().resolve(routers.succeeds(LIST).routers().get(0).file().name());
    byte[] bytes = Files.readAllBytes(archive);
    bytes[bytes.length / 2] ^= 1;
    Files.write(archive, bytes);

    TaskResult again = routers.run(LIST);

    assertThat(again.failure()).isNull();
    assertThat(again.warnings())
        .containsExactly(
            "What an earlier attempt of this Backup stored at the destination \"local\" cannot be"
                + " used (The file "
                + archive
                + " is not as it was stored, and is not taken from there: look who changed it.)"
                + " The routers are asked again.");
    assertThat(routers.archive(routers.document(again).routers().get(0)).export()).isPresent();
  }
}
