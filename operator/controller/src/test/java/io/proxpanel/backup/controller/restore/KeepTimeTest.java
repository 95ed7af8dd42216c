package io.proxpanel.backup.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeepTimeTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "0,PT0S",
        "90s,PT90S",
        "30m,PT30M",
        "12h,PT12H",
        "7d,PT168H",
        "-,PT24H",
        "a day,PT24H",
      })
  void readsWhatTheSchemaTakes(String text, Duration expected) {
    assertThat(KeepTime.of(text)).isEqualTo(expected);
  }
}
