package io.proxpanel.backup.e2e.agent;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with routers and an agent that backs them up. */
abstract class RoutersTestCase {
  @TempDir Path temp;
  RoutersJob routers;
  AgentJob job;

  @BeforeEach
  void prepare() throws Exception {
    routers = new RoutersJob(temp);
    job = routers.job();
  }

  @AfterEach
  void close() throws Exception {
    routers.close();
  }
}
