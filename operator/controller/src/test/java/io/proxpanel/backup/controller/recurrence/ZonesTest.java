package io.proxpanel.backup.controller.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ZonesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/Argentina/Buenos_Aires",
        "Asia/Kathmandu",
        "Etc/GMT+5",
        "UTC",
        "Etc/UTC",
        "GMT"
      })
  void knowsTheNamesOfTheTzDatabase(String name) {
    assertThat(Zones.of(name)).contains(ZoneId.of(name));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "CET+1",
        "+01:00",
        "Z",
        "UTC+1",
        "UTC+01:00",
        "GMT+01:00",
        "UT+1",
        "Local",
        "europe/berlin",
        "Europe/Berlin ",
        "utc",
        "Berlin",
        "SystemV/CST6CDT"
      })
  void knowsNothingElse(String name) {
    assertThat(Zones.of(name)).isEmpty();
  }
}
