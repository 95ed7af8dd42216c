package io.proxpanel.backup.e2e.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What takes the place of the agent's image: a program of this machine.
 *
 * @param command program and first arguments; the container's arguments follow
 * @param environment what the image would set; nothing of this process's environment is passed on
 */
public record AgentProgram(List<String> command, Map<String, String> environment) {
  /** Copies both. */
  public AgentProgram {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /**
   * The agent as the build makes it, on the Java that runs this.
   *
   * @param postgresRoot folder with one folder by major version of PostgreSQL
   */
  public static AgentProgram jar(Path jar, Path postgresRoot) {
    return new AgentProgram(
        AgentJar.command(jar),
        Map.of(
            "BACKUP_POSTGRES_ROOT",
            postgresRoot.toString(),
            "LANG",
            "C.UTF-8",
            "PATH",
            "/usr/local/bin:/usr/bin:/bin"));
  }
}
