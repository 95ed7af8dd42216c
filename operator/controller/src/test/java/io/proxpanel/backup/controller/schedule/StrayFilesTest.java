package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StrayFilesTest {
  @Test
  void oneFileIsOne() {
    assertThat(
            StrayFiles.among(List.of("a.proisp.bak"), List.of()).note(null).orElseThrow().message())
        .isEqualTo("1 backup file belongs to no Backup and is left alone: a.proisp.bak.");
  }
}
