package io.proxpanel.backup.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTextTest {

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "1023,1023 B",
    "1024,1 KiB",
    "15379,15 KiB",
    "1536,1.5 KiB",
    "100663296,96 MiB",
    "1048575,1 MiB",
    "1503238553,1.4 GiB",
    "10737418240,10 GiB"
  })
  void sizes(long bytes, String text) {
    assertThat(Sizes.human(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"-5,0s", "0,0s", "14,14s", "92,1m32s", "120,2m", "7500,2h5m", "7200,2h"})
  void durations(long seconds, String text) {
    assertThat(Times.human(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @Test
  void times() {
    Instant instant = Instant.parse("2026-11-23T09:20:00.789Z");

    assertThat(Times.text(instant)).isEqualTo("2026-11-23T09:20:00Z");
    assertThat(Times.ofDay(instant)).isEqualTo("09:20:00 UTC");
    assertThat(Times.parse("2026-11-23T10:20:00+01:00"))
        .isEqualTo(Instant.parse("2026-11-23T09:20:00Z"));
  }

  @Test
  void longListsAreCutShort() {
    assertThat(Sentences.some(List.of("a", "b"), 2)).isEqualTo("a, b");
    assertThat(Sentences.some(List.of("a", "b", "c", "d"), 2)).isEqualTo("a, b and 2 more");
    assertThat(Sentences.some(List.of("a", "b"), 7, 3)).isEqualTo("a, b and 5 more");
  }

  @Test
  void oneIsOne() {
    assertThat(Sentences.count(1, "tenant")).isEqualTo("1 tenant");
    assertThat(Sentences.count(2, "tenant")).isEqualTo("2 tenants");
    assertThat(Sentences.count(0, "tenant")).isEqualTo("0 tenants");
  }
}
