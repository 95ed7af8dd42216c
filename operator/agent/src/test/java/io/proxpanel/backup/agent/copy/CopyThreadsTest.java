package io.proxpanel.backup.agent.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is said of a destination of which nothing is known in time. */
class CopyThreadsTest {
  @Test
  void aDestinationThatIsAskedInVainSaysWhy() {
    AgentException busy =
        new AgentException(ErrorCode.DestinationUnreachable, "The service fails (status 500).");
    assertThat(late(Optional.of(busy)))
        .hasMessage(
            "What is stored at the destination \"cloud\" was not known after 0 s. The service fails"
                + " (status 500).");
  }

  @Test
  void aDestinationOfWhichNothingIsHeardIsNotSaidToBeSilent() {
    AgentException e = late(Optional.empty());
    assertThat(e)
        .hasMessage(
            "What is stored at the destination \"cloud\" was not known after 0 s: look whether its"
                + " server answers, and how fast.");
    assertThat(e.code()).isEqualTo(ErrorCode.DestinationUnreachable);
  }

  private static AgentException late(Optional<AgentException> trouble) {
    return CopyThreads.look(
            List.of(new Waiting(trouble)),
            work -> new CompletableFuture<AgentException>(),
            (work, failure) -> failure,
            Duration.ZERO)
        .get(0);
  }

  /** Work that comes to nothing. */
  private record Waiting(Optional<AgentException> trouble) implements CopyThreads.Work {
    @Override
    public Destination destination() {
      return new Destination("cloud", new Destination.Local("/x"));
    }

    @Override
    public CompletableFuture<DestinationResult> result() {
      return new CompletableFuture<>();
    }

    @Override
    public void cancel(AgentException why) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void run() {
      throw new UnsupportedOperationException();
    }
  }
}
