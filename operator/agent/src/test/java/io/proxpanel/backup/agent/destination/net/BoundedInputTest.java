package io.proxpanel.backup.agent.destination.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BoundedInputTest {
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void readsWhatIsAgreed() throws Exception {
    assertThat(of("<a x=1>", 7).atMost(1, '<').atMost(1, '=').readAllBytes()).hasSize(7);
    assertThat(of("ab", 2).read()).isEqualTo('a');
  }

  @Test
  void endsWhereThereIsMore() {
    assertThatThrownBy(() -> of("12345678", 7).readAllBytes())
        .hasMessage("It sends more than 7 bytes.")
        .hasCauseInstanceOf(AgentException.class);
    assertThatThrownBy(() -> of("<a><b>", 7).atMost(1, '<').readAllBytes())
        .hasMessage("It sends more elements in 6 bytes than such an answer has.");
  }

  @Test
  void endsWhenItTakesTooLong() throws Exception {
    BoundedInput in = of("ab", 7);
    assertThat(in.read()).isEqualTo('a');
    nanos.set(Duration.ofSeconds(61).toNanos());
    assertThatThrownBy(in::read).hasMessage("It is not at its end after 60 s and 2 bytes.");
  }

  private BoundedInput of(String text, long most) {
    return new BoundedInput(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)),
        most,
        Duration.ofSeconds(60),
        what -> new AgentException(ErrorCode.DestinationProtocolError, "It " + what + "."),
        nanos::get);
  }
}
