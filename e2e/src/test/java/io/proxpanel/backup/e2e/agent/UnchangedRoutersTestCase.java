package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.router.RouterEmulator;
import io.proxpanel.backup.e2e.router.RouterModel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Two routers, a run that has their archives, and one that may refer to it. */
abstract class UnchangedRoutersTestCase extends RoutersTestCase {
  static final String FIRST = RoutersJob.list("120000");
  static final String SECOND = RoutersJob.list("130000");
  static final String THIRD = RoutersJob.list("140000");
  static final String EDGE = "mikrotik_edge_20261126_120000.tar.gz";
  static final String CPE = "mikrotik_cpe_20261126_120000.tar.gz";

  RouterEmulator edge;

  /** Two routers, and a run that has their archives. */
  RouterList first() throws Exception {
    edge = routers.emulator(RouterModel.six());
    routers.router("edge", edge).router("cpe", routers.emulator(RouterModel.small()));
    return routers.as("old").succeeds(FIRST);
  }

  /** The next run, which may refer to that one. */
  TaskResult second() {
    TaskResult result = routers.as("new").after(FIRST).referringTo("old").run(SECOND);
    assertThat(result.failure()).as(routers.log()).isNull();
    return result;
  }

  RouterList.Entry entry(TaskResult result, String router) {
    return routers.document(result).routers().stream()
        .filter(entry -> entry.name().equals(router))
        .findFirst()
        .orElseThrow();
  }

  static void damage(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }
}
