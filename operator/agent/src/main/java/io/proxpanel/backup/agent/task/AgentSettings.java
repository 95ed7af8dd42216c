package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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
 * @param scratchBytes how much may be kept in scratch, or null for all that there is room for
 *     ({@code BACKUP_SCRATCH_BYTES})
 * @param copyPauses before each further attempt to bring a file to a destination ({@code
 *     BACKUP_COPY_PAUSES_SECONDS}, separated by commas)
 * @param routerPauses before each further attempt at the routers that have failed ({@code
 *     BACKUP_ROUTER_PAUSES_SECONDS}, separated by commas)
 */
public record AgentSettings(
    String task,
    Path resultFile,
    Path scratch,
    Path postgresRoot,
    long lockTimeoutSeconds,
    Long scratchBytes,
    List<Duration> copyPauses,
    List<Duration> routerPauses) {
  private static final String SCRATCH_BYTES = "BACKUP_SCRATCH_BYTES";
  private static final String COPY_PAUSES = "BACKUP_COPY_PAUSES_SECONDS";
  private static final String ROUTER_PAUSES = "BACKUP_ROUTER_PAUSES_SECONDS";
  private static final String LOCK_TIMEOUT = "BACKUP_LOCK_TIMEOUT_SECONDS";

  /** Copies the lists. */
  public AgentSettings {
    copyPauses = List.copyOf(copyPauses);
    routerPauses = List.copyOf(routerPauses);
  }

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
        lockTimeout(environment.getOrDefault(LOCK_TIMEOUT, "60")),
        scratchBytes(environment.get(SCRATCH_BYTES)),
        pauses(COPY_PAUSES, environment.getOrDefault(COPY_PAUSES, "5,30")),
        pauses(ROUTER_PAUSES, environment.getOrDefault(ROUTER_PAUSES, "5,30")));
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

  private static Long scratchBytes(String value) throws AgentException {
    if (value == null) {
      return null;
    }
    if (!value.matches("[1-9][0-9]{0,17}")) {
      throw new AgentException(
          ErrorCode.Usage, SCRATCH_BYTES + " is \"" + value + "\": write a number of bytes.");
    }
    return Long.valueOf(value);
  }

  private static List<Duration> pauses(String variable, String value) throws AgentException {
    if (!value.matches("[0-9]{1,5}(,[0-9]{1,5}){0,9}")) {
      throw new AgentException(
          ErrorCode.Usage,
          variable + " is \"" + value + "\": write numbers of seconds, like 5,30.");
    }
    return Arrays.stream(value.split(",")).map(Long::valueOf).map(Duration::ofSeconds).toList();
  }
}
