package io.proxpanel.backup.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** What {@code e2e/cluster/down} does with clusters that were started by less than half. */
class ClusterDownIT {
  @TempDir Path cache;

  @RepeatedTest(5)
  void severalAtATimeEndWithoutAnError() throws IOException {
    Path clusters = cache.resolve("proxpanel-backup/clusters");
    List<String> names = List.of("one", "two", "three");
    for (String name : names) {
      Files.createDirectories(clusters.resolve(name));
    }
    Command command = Command.in(Path.of("..")).with("XDG_CACHE_HOME", cache.toString());

    CompletableFuture<?>[] ends =
        names.stream()
            .map(name -> CompletableFuture.runAsync(() -> command.run("e2e/cluster/down", name)))
            .toArray(CompletableFuture<?>[]::new);

    assertThatCode(() -> CompletableFuture.allOf(ends).join()).doesNotThrowAnyException();
    assertThat(clusters).isEmptyDirectory();
  }
}
