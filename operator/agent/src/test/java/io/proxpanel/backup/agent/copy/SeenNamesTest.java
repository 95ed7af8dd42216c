package io.proxpanel.backup.agent.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.contract.Manifest;
import org.junit.jupiter.api.Test;

class SeenNamesTest {
  private static final String ENDING = "_20261126_120000.tar.gz";
  private final SeenNames names = new SeenNames();

  @Test
  void knowsWhichFilesOfRoutersWereSeen() throws Exception {
    for (int i = 0; i < 5000; i++) {
      names.accept("mikrotik_r" + i + ENDING);
      names.accept("mikrotik_r" + i + ENDING + Manifest.SUFFIX);
    }
    names.accept("mikrotik_x" + ENDING + ".enc");
    names.accept("mikrotik_20261126_120000.json");
    names.requireAll("here");
    assertThat(names.contains("mikrotik_r0" + ENDING)).isTrue();
    assertThat(names.contains("mikrotik_r4999" + ENDING + Manifest.SUFFIX)).isTrue();
    assertThat(names.contains("mikrotik_x" + ENDING + ".enc")).isTrue();
    assertThat(names.contains("mikrotik_20261126_120000.json")).isTrue();
    assertThat(names.contains("mikrotik_r5000" + ENDING)).isFalse();
    names.accept("mikrotik_r5000" + ENDING);
    assertThat(names.contains("mikrotik_r5000" + ENDING)).isTrue();
  }

  @Test
  void whatIsNoRoutersIsNotKept() {
    names.accept("proisp_full.proisp.bak");
    names.accept("mikrotik_x.txt");
    assertThat(names.contains("proisp_full.proisp.bak")).isFalse();
    assertThat(names.contains("mikrotik_x.txt")).isFalse();
  }

  @Test
  void aListingThatBeginsAnewCountsOnce() throws Exception {
    for (int i = 0; i <= SeenNames.MOST; i++) {
      names.accept("mikrotik_" + i % 1000 + ENDING);
    }
    names.requireAll("here");
    assertThat(names.contains("mikrotik_7" + ENDING)).isTrue();
  }

  @Test
  void moreThanCanBeKeptIsRefused() {
    for (int i = 0; i <= SeenNames.MOST; i++) {
      names.accept("mikrotik_" + i + ENDING);
    }
    assertThatThrownBy(() -> names.requireAll("ftp://h/f"))
        .hasMessage(
            "There are more than 500000 files of routers in ftp://h/f, and no more can be looked"
                + " through: shorten the retention, or give these backups a folder of their own.");
  }
}
