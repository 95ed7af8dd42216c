package io.proxpanel.backup.e2e.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program of {@code e2e/demo}. */
public final class Demo {
  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

  /** True from a failure or an interruption on, whichever is first, so that the other is silent. */
  private static final AtomicBoolean ENDS = new AtomicBoolean();

  private static final int NOT_AS_IT_SHOULD_BE = 1;

  private Demo() {}

  /** Exits with 0 exactly when every row came back. */
  public static void main(String[] args) {
    DemoSettings settings = DemoSettings.read(System.getProperties());
    Screen screen = new Screen(System.out, settings.terminal());
    try {
      if (!run(settings, screen)) {
        System.exit(NOT_AS_IT_SHOULD_BE);
      }
    } catch (Exception e) {
      if (!ENDS.compareAndSet(false, true)) {
        return;
      }
      LOG.atError().setCause(e).log("The demo failed");
      screen.failure("The demo failed: " + e.getMessage());
      screen.say("More is in " + settings.results() + ".");
      System.exit(NOT_AS_IT_SHOULD_BE);
    }
  }

  /** Tells it all; true exactly when every row came back. */
  static boolean run(DemoSettings settings, Screen screen) throws Exception {
    screen.heading("ProxPanel Backup: a backup and a restore, on this machine");
    try (Panel panel = settings.cluster() ? new ClusterPanel(settings) : new LocalPanel(settings)) {
      Thread hook = new Thread(() -> stop(panel, screen), "demo-stop");
      Runtime.getRuntime().addShutdownHook(hook);
      panel.introduce(screen);
      DemoRun run = new DemoRun(settings, screen, panel);
      boolean whole = run.backUpDamageRestore();
      Leftovers leftovers = new Leftovers(settings, screen, run.keptFile(), password(settings));
      if (settings.keep()) {
        leftovers.tellWhileUp(panel);
        new CountDownLatch(1).await();
      }
      panel.stop();
      Runtime.getRuntime().removeShutdownHook(hook);
      leftovers.tell();
      return whole;
    }
  }

  /** While the process ends: it was interrupted, or it failed and has said so. */
  private static void stop(Panel panel, Screen screen) {
    if (ENDS.compareAndSet(false, true)) {
      screen.heading("Stopping…");
    }
    panel.stop();
  }

  /** The database's password in a file, for the commands that are suggested. */
  private static Path password(DemoSettings settings) throws IOException {
    Path file = settings.results().resolve("password");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, PanelCluster.PASSWORD);
  }
}
