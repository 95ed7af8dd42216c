package io.proxpanel.backup.agent.destination.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnswerLimitTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AnswerLimit limit = new AnswerLimit(nanos::get);
  private final InputStream in = limit.limited(new ByteArrayInputStream(new byte[100]));

  @Test
  void eachAnswerHasItsBytes() throws Exception {
    for (int i = 0; i < 5; i++) {
      limit.begin(10, Duration.ofSeconds(1));
      assertThat(in.readNBytes(10)).hasSize(10);
    }
    assertThat(limit.exceeded()).isNull();
    assertThatThrownBy(in::read).hasMessage("sends an answer of more than 10 bytes");
    assertThat(limit.exceeded()).isEqualTo("sends an answer of more than 10 bytes");
  }

  @Test
  void eachAnswerHasItsTime() throws Exception {
    limit.begin(10, Duration.ofSeconds(60));
    assertThat(in.read()).isZero();
    nanos.set(Duration.ofSeconds(61).toNanos());
    assertThatThrownBy(in::read).hasMessage("sends an answer that is not at its end after 60 s");
  }
}
