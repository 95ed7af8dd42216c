package io.proxpanel.backup.e2e.router;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with routers of its own. */
abstract class RouterTestCase {
  @TempDir protected Path folder;
  protected RouterLab lab;

  @BeforeEach
  void openLab() throws IOException {
    lab = new RouterLab(folder);
  }

  @AfterEach
  void closeLab() throws IOException {
    lab.close();
  }

  /** How a sentence about the only router begins. */
  protected static String named(RouterEmulator router) {
    return RouterLab.named(router.apiPort());
  }
}
