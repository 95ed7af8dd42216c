package io.proxpanel.backup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RouterFilesTest {
  private static final Instant TIME = Instant.parse("2026-11-26T02:00:07.9Z");
  private static final String LIST = "mikrotik_20261126_020007.json";

  @Test
  void aListIsNamedAfterTheTimeOfTheRun() {
    assertThat(RouterFiles.list(TIME)).isEqualTo(LIST);
    assertThat(RouterFiles.time(LIST)).contains(Instant.parse("2026-11-26T02:00:07Z"));
  }

  @Test
  void nothingElseIsAList() {
    assertThat(RouterFiles.isList(LIST)).isTrue();
    assertThat(RouterFiles.isList("mikrotik_edge_20261126_020007.json")).isFalse();
    assertThat(RouterFiles.isList("mikrotik_20261126_020007.json.manifest.json")).isFalse();
    assertThat(RouterFiles.isList("proisp_full_20261126_020007.proisp.bak")).isFalse();
    assertThat(RouterFiles.time("proisp_full_20261126_020007.proisp.bak")).isEmpty();
  }

  @Test
  void archivesOfTheSameTimeBelongToIt() {
    assertThat(RouterFiles.isArchiveOf(LIST, "mikrotik_edge-1_20261126_020007.tar.gz")).isTrue();
    assertThat(RouterFiles.isArchiveOf(LIST, "mikrotik_edge-1_20261126_020007.tar.gz.enc"))
        .isTrue();
  }

  @Test
  void othersDoNot() {
    assertThat(RouterFiles.isArchiveOf(LIST, "mikrotik_edge-1_20261126_020008.tar.gz")).isFalse();
    assertThat(RouterFiles.isArchiveOf(LIST, LIST)).isFalse();
    assertThat(RouterFiles.isArchiveOf(LIST, "x_mikrotik_20261126_020007.tar.gz")).isFalse();
    assertThat(RouterFiles.isArchiveOf(LIST, "mikrotik_edge_20261126_020007.tar.gz.manifest.json"))
        .isFalse();
    assertThat(RouterFiles.isArchiveOf("other.json", "mikrotik_edge_20261126_020007.tar.gz"))
        .isFalse();
  }
}
