package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.RouterLoginResult;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.router.RouterEmulator;
import io.proxpanel.backup.e2e.router.RouterModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A probe logs in to routers, and leaves nothing there. */
class RouterLoginsIT extends RoutersTestCase {
  private TaskResult probe(long limitSeconds) {
    Task task =
        new Task.Probe(
            RoutersJob.UID,
            null,
            true,
            null,
            List.of(job.destination("local")),
            routers.logins(limitSeconds));
    TaskResult result = job.start("probe", Json.write(task)).end();
    assertThat(routers.log()).doesNotContain(RoutersJob.PASSWORD);
    assertThat(result.failure()).as(routers.log()).isNull();
    return result;
  }

  @Test
  void saysWhichCannotBeLoggedInTo() throws Exception {
    RouterEmulator edge = routers.emulator(RouterModel.seven());
    routers
        .router("edge", edge)
        .router("strict", routers.emulator(RouterModel.six(), "another password"))
        .router("cpe", routers.emulator(RouterModel.small()))
        .absent("gone");

    RouterLoginResult logins = probe(120).logins();

    assertThat(logins.all()).isEqualTo(4);
    assertThat(logins.good()).isEqualTo(2);
    assertThat(logins.failed()).isEqualTo(2);
    assertThat(logins.untried()).isZero();
    assertThat(logins.first())
        .extracting(each -> each.name() + " " + each.failure().code())
        .containsExactly(
            "strict " + ErrorCode.RouterLoginRefused, "gone " + ErrorCode.RouterUnreachable);
    assertThat(edge.files().names()).containsExactly("flash/hotspot/login.html");
  }

  @Test
  void isNotHeldUpByARouterThatDoesNotAnswer() throws Exception {
    RouterEmulator silent = routers.emulator(RouterModel.seven());
    silent.faults().silence("/system/resource/print");
    routers.router("silent", silent).router("cpe", routers.emulator(RouterModel.small()));

    TaskResult result = probe(2);

    assertThat(result.logins()).isEqualTo(new RouterLoginResult(2, 1, 1, 0, null, null));
    assertThat(result.destinations()).hasSize(1);
  }
}
