package io.proxpanel.backup.e2e.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of our own class path as processes, on the Java that runs this. */
public final class JavaCommand {
  private JavaCommand() {}

  /**
   * What starts one that lives for minutes at most; arguments follow.
   *
   * @param main its class
   * @param temporary folder for temporary files
   * @param options more of Java's
   */
  public static List<String> of(Class<?> main, String temporary, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return command;
  }
}
