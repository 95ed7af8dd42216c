package io.proxpanel.backup.agent.destination.net;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Pace pace = new Pace(Duration.ofSeconds(60), nanos::get);

  @Test
  void aByteNowAndThenIsNoFile() throws Exception {
    pace.begin();
    wait(59);
    pace.came(1);
    pace.begin();
    wait(2);
    assertThatThrownBy(() -> pace.came(1))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessage("only 2 bytes came in 61 s");
  }

  @Test
  void aSlowOneMayTakeAsLongAsItLikes() throws Exception {
    for (int i = 0; i < 100; i++) {
      pace.begin();
      wait(60);
      pace.came(Pace.LEAST_BYTES);
    }
  }

  @Test
  void timeInWhichNobodyWaitsForThePartnerDoesNotCount() throws Exception {
    pace.begin();
    pace.came(1);
    wait(1000);
    pace.begin();
    assertThatCode(() -> pace.came(1)).doesNotThrowAnyException();
  }

  private void wait(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}
