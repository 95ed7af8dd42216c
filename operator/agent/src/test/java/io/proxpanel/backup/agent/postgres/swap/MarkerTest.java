package io.proxpanel.backup.agent.postgres.swap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerTest {
  private static final Marker KEPT =
      new Marker(
          Marker.Kind.KEPT, "uid", "proisp", "old", "2026-12-01T12:00:05Z", "it's \"ours\"\n");

  @Test
  void isReadAsItWasWritten() {
    assertThat(Marker.of(KEPT.text(), "old")).contains(KEPT);
    Marker loading = new Marker(Marker.Kind.LOADING, "uid", "proisp", "new", null, null);
    assertThat(loading.text()).doesNotContain("null");
    assertThat(Marker.of(loading.text(), "new")).contains(loading);
  }

  @Test
  void saysNothingOfADatabaseThatOnlyHasTheSameComment() {
    assertThat(Marker.of(KEPT.text(), "copy")).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "the panel's database",
        "proxpanel-backup ",
        "proxpanel-backup null",
        "proxpanel-backup {}",
        "proxpanel-backup {\"kind\":\"OTHER\",\"uid\":\"u\",\"of\":\"a\",\"as\":\"old\"}",
        "proxpanel-backup {\"kind\":\"KEPT\",\"uid\":\"u\",\"as\":\"old\"}",
        "proxpanel-backup {\"kind\":\"KEPT\",\"of\":\"a\",\"as\":\"old\"}"
      })
  void otherCommentsAreNone(String comment) {
    assertThat(Marker.of(comment, "old")).isEmpty();
  }
}
