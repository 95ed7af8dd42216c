package io.proxpanel.backup.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** What {@code e2e/cluster/down} does with clusters that were started by less than half. */
class ClusterDownIT {
  @TempDir Path cache;

  @RepeatedTest(5)
  void severalAtATimeEndWithoutAnError() throws Exception {
    Path clusters = cache.resolve("proxpanel-backup/clusters");
    List<String> names = List.of("one", "two", "three");
    for (String name : names) {
      Files.createDirectories(clusters.resolve(name));
    }

    List<Process> ends = names.stream().map(this::down).toList();

    for (Process end : ends) {
      String words = new String(end.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(end.waitFor()).as(words).isZero();
    }
    assertThat(clusters).isEmptyDirectory();
  }

  private Process down(String name) {
    ProcessBuilder command =
        new ProcessBuilder("../e2e/cluster/down", name).redirectErrorStream(true);
    command.environment().put("XDG_CACHE_HOME", cache.toString());
    try {
      return command.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
