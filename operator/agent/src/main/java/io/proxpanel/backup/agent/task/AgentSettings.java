package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a Job's environment says.
 *
 * @param task the task as JSON ({@code BACKUP_TASK}), or null
 * @param resultFile where the result goes ({@code BACKUP_RESULT_FILE})
 * @param scratch folder for temporary files ({@code BACKUP_SCRATCH})
 * @param postgresRoot folder with {@code <major>/bin} ({@code BACKUP_POSTGRES_ROOT})
 * @param lockTimeoutSeconds how long to wait for a table that another session holds ({@code
 *     BACKUP_LOCK_TIMEOUT_SECONDS})
 */
public record AgentSettings(
    String task, Path resultFile, Path scratch, Path postgresRoot, long lockTimeoutSeconds) {
  private static final String LOCK_TIMEOUT = "BACKUP_LOCK_TIMEOUT_SECONDS";

  /**
   * Reads the environment.
   *
   * @param temporaryFolder the default for scratch
   * @throws AgentException {@code Usage} for a number that is none
   */
  public static AgentSettings of(Map<String, String> environment, String temporaryFolder)
      throws AgentException {
    return new AgentSettings(
        environment.get("BACKUP_TASK"),
        resultFile(environment),
        Path.of(environment.getOrDefault("BACKUP_SCRATCH", temporaryFolder)),
        Path.of(environment.getOrDefault("BACKUP_POSTGRES_ROOT", "/usr/lib/postgresql")),
        lockTimeout(environment.getOrDefault(LOCK_TIMEOUT, "60")));
  }

  /** Where the result goes, whatever else the environment says. */
  public static Path resultFile(Map<String, String> environment) {
    return Path.of(environment.getOrDefault("BACKUP_RESULT_FILE", "/dev/termination-log"));
  }

  private static long lockTimeout(String value) throws AgentException {
    if (!value.matches("[1-9][0-9]{0,5}")) {
      throw new AgentException(
          ErrorCode.Usage,
          LOCK_TIMEOUT + " is \"" + value + "\": write a number of seconds from 1 to 999999.");
    }
    return Long.parseLong(value);
  }
}
