package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder below the scratch space that only its owner can look into, with all that a run keeps
 * there. It goes with all that is in it, however the run ends.
 */
public final class RunFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);

  private final Path path;
  private final Cleanup.Entry removal;

  private RunFolder(Path path, Cleanup cleanup) {
    this.path = path;
    this.removal = cleanup.add(() -> remove(path));
  }

  /**
   * Makes one.
   *
   * @param scratch the folder of the scratch space
   * @param cleanup removes it when the process is told to stop
   * @throws AgentException {@code InputOutput} when the scratch space cannot be written
   */
  public static RunFolder below(Path scratch, Cleanup cleanup) throws AgentException {
    try {
      return cleanup.making(
          () -> new RunFolder(Files.createTempDirectory(scratch, "routers-"), cleanup));
    } catch (IOException e) {
      throw AgentException.from(
          e,
          ErrorCode.InputOutput,
          "The scratch space " + scratch + " cannot be written: " + e.getMessage() + ".");
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    removal.close();
  }

  private static void remove(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              // Somebody who is being stopped has removed it.
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e)
                throws IOException {
              Files.deleteIfExists(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("folder", folder).log("temporary files left: {}", e.getMessage());
    }
  }
}
