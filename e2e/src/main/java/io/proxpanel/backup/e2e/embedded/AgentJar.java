package io.proxpanel.backup.e2e.embedded;

import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The agent's jar as a program. As in its image, Java has its classes prepared, in an archive
 * beside the jar that is made when it is missing or older: tests start hundreds of agents, each of
 * which lives for a second.
 */
public final class AgentJar {
  private AgentJar() {}

  /**
   * What runs it, on the Java that runs this; a verb and its arguments follow.
   *
   * @param options more of Java's
   */
  public static List<String> command(Path jar, String... options) {
    try {
      return program(jar, "-XX:SharedArchiveFile=" + archive(jar), options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> program(Path jar, String archive, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx64m", archive));
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", jar.toAbsolutePath().normalize().toString()));
    return command;
  }

  private static synchronized Path archive(Path jar) throws IOException, InterruptedException {
    Path archive = jar.toAbsolutePath().normalize().resolveSibling(jar.getFileName() + ".classes");
    if (!Files.exists(archive)
        || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) <= 0) {
      make(jar, archive);
    }
    return archive;
  }

  /** By an agent at work; another process may do the same. */
  private static void make(Path jar, Path archive) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("agent-classes-");
    Path log = folder.resolve("log");
    Path made = archive.resolveSibling(archive.getFileName() + "." + ProcessHandle.current().pid());
    List<String> command = program(jar, "-XX:ArchiveClassesAtExit=" + made);
    command.add("delete");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "BACKUP_TASK",
                Json.write(task(folder)),
                "BACKUP_RESULT_FILE",
                folder.resolve("result").toString(),
                "BACKUP_SCRATCH",
                folder.toString()));
    if (builder.start().waitFor() != 0 || !Files.exists(made)) {
      throw new IllegalStateException("The agent does not work: " + Files.readString(log));
    }
    Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    FolderTree.delete(folder);
  }

  private static Task task(Path folder) {
    return new Task.Delete(
        "training",
        "proisp_full_20260101_000000.proisp.bak",
        List.of(new Destination("local", new Destination.Local(folder.toString()))));
  }
}
