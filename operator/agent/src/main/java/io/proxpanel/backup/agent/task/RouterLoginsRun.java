package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.run.KnownRouter;
import io.proxpanel.backup.agent.router.run.LoginVisit;
import io.proxpanel.backup.agent.router.run.RouterVisits;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.RouterLoginResult;
import io.proxpanel.backup.contract.RouterLogins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in to the routers that backups will be made of. That some cannot be is told and fails
 * nothing.
 *
 * @param context of the task
 * @param uid of the task
 * @param logins the routers
 */
record RouterLoginsRun(TaskContext context, String uid, RouterLogins logins) {
  private static final Logger LOG = LoggerFactory.getLogger(RouterLoginsRun.class);

  /**
   * Tries them.
   *
   * @throws AgentException {@code TaskInvalid} or {@code Interrupted}
   */
  void run() throws AgentException {
    RoutersTask.requireRouters(logins.routers(), logins.secrets());
    context.report().stage("trying the routers");
    context.report().logins(tried());
  }

  private RouterLoginResult tried() throws AgentException {
    List<KnownRouter> routers;
    try {
      routers =
          new RouterSearch(context, uid, logins.routers(), logins.query(), logins.secrets())
              .routers();
    } catch (AgentException e) {
      if (e.code() == ErrorCode.Interrupted) {
        throw e;
      }
      return RouterLoginResult.of(e.failure());
    }
    return result(
        routers,
        RouterVisits.runFor(
            Duration.ofSeconds(logins.limitSeconds()),
            routers.stream().map(each -> new LoginVisit(each, context.clock())).toList(),
            logins.atOnce(),
            context.cleanup()));
  }

  private static RouterLoginResult result(
      List<KnownRouter> routers, List<Optional<LoginVisit.End>> ends) {
    int untried = 0;
    List<RouterLoginResult.Refused> refused = new ArrayList<>();
    for (int i = 0; i < ends.size(); i++) {
      String name = routers.get(i).router().name();
      if (ends.get(i).isEmpty()) {
        untried++;
        LOG.atWarn().addKeyValue("router", name).log("not tried: the time was up");
      } else if (ends.get(i).get().failure() != null) {
        Failure failure = ends.get(i).get().failure();
        refused.add(new RouterLoginResult.Refused(name, failure));
        LOG.atWarn()
            .addKeyValue("router", name)
            .addKeyValue("code", failure.code())
            .log("cannot be logged in to: {}", failure.message());
      }
    }
    int all = routers.size();
    return new RouterLoginResult(
        all,
        all - untried - refused.size(),
        untried,
        refused.size(),
        refused.stream().limit(RouterLoginResult.NAMED).toList(),
        null);
  }
}
