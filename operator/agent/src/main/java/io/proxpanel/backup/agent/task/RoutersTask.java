package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterFiles;
import io.proxpanel.backup.contract.SecretRouters;
import io.proxpanel.backup.contract.Task;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** Refuses a run over routers that cannot be run. */
final class RoutersTask {
  private static final int MAX_NAME = 253;
  private static final Pattern SECRET =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  private RoutersTask() {}

  /**
   * Looks at a task.
   *
   * @return the time of the run, from the name of its list
   * @throws AgentException {@code TaskInvalid}
   */
  static Instant require(Task.Routers task) throws AgentException {
    FileNames.requireUid(task.uid());
    Instant time = time(task.fileName());
    OneGoodCopy.requireDestinations(task.destinations());
    if (task.routers().isEmpty() && task.query() == null && task.secrets() == null) {
      throw invalid("The task has no router, and no query and no Secrets that say any.");
    }
    if (task.atOnce() < 1) {
      throw invalid("The task's atOnce is " + task.atOnce() + " and must be at least 1.");
    }
    requireRouters(task.routers(), task.secrets());
    return time;
  }

  /**
   * Refuses routers that cannot be told apart or have no name.
   *
   * @param secrets those that have Secrets, or null
   * @throws AgentException {@code TaskInvalid}
   */
  static void requireRouters(List<Router> routers, SecretRouters secrets) throws AgentException {
    for (Router router : routers) {
      requireName(router.name());
    }
    if (secrets != null) {
      requireSecrets(secrets);
    }
    if (routers.stream().map(Router::name).distinct().count() != routers.size()) {
      throw invalid("Two routers of the task have the same name.");
    }
  }

  private static Instant time(String fileName) throws AgentException {
    try {
      return RouterFiles.time(String.valueOf(fileName)).orElseThrow(() -> noList(fileName));
    } catch (DateTimeException e) {
      throw noList(fileName);
    }
  }

  private static AgentException noList(String fileName) {
    return invalid(
        "The file name \""
            + fileName
            + "\" is not that of a list of routers: it must be mikrotik_<yyyyMMdd>_<HHmmss>.json.");
  }

  /** It can be any text: files are named after what is safe in it. */
  private static void requireName(String name) throws AgentException {
    if (name == null
        || name.isBlank()
        || name.length() > MAX_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw invalid(
          "A router of the task has no name, or one with a control character or more than "
              + MAX_NAME
              + " characters.");
    }
  }

  /** Their names become those of folders. */
  private static void requireSecrets(SecretRouters secrets) throws AgentException {
    for (String name : secrets.names()) {
      if (!SECRET.matcher(name).matches() || name.length() > MAX_NAME) {
        throw invalid("A Secret of the task has a name that no Secret can have.");
      }
    }
  }

  private static AgentException invalid(String sentence) {
    return new AgentException(ErrorCode.TaskInvalid, sentence);
  }
}
