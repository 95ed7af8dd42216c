package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.router.ApiRequest;
import io.proxpanel.backup.e2e.router.RouterEmulator;
import io.proxpanel.backup.e2e.router.RouterModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Routers that fail once are tried again in the same run, after the others. */
class RouterTriesIT extends RoutersTestCase {
  private static final String LIST = RoutersJob.LIST;

  @Test
  void oneThatRestartedIsBackedUpAfterTheOthers() throws Exception {
    RouterEmulator restarts = routers.emulator(RouterModel.seven());
    restarts.faults().reboot("/export").once("/export");
    routers
        .router("restarts", restarts)
        .router("edge", routers.emulator(RouterModel.six()))
        .router("core", routers.emulator(RouterModel.seven()));

    TaskResult result = routers.run(LIST);

    assertThat(result.failure()).as(routers.log()).isNull();
    RouterList list = routers.document(result);
    assertThat(list.routers()).allMatch(RouterList.Entry::isGood);
    assertThat(list.routers())
        .extracting(RouterList.Entry::name)
        .containsExactly("restarts", "edge", "core");
    assertThat(result.routers().good()).isEqualTo(3);
    assertThat(result.warnings())
        .containsExactly(
            "A router is backed up, and there is something to say of it: \"restarts\" was tried"
                + " twice, because of RouterUnreachable.");
    assertThat(job.files()).containsExactlyElementsOf(RoutersJob.names(LIST, list));
    assertThat(routers.archive(list.routers().get(0)).export()).isPresent();
  }

  @Test
  void howOftenOneWasTriedThatFailsInTheEndIsSaid() throws Exception {
    job.with("BACKUP_ROUTER_PAUSES_SECONDS", "0,0");
    RouterEmulator full = routers.emulator(RouterModel.seven());
    full.faults().interruptedExport();
    RouterEmulator strict = routers.emulator(RouterModel.small(), "another password");
    routers
        .router("full", full)
        .router("strict", strict)
        .router("edge", routers.emulator(RouterModel.six()));

    RouterList list = routers.succeeds(LIST);

    assertThat(list.routers().get(0).failure().code()).isEqualTo(ErrorCode.RouterExportIncomplete);
    assertThat(list.routers().get(0).failure().message()).endsWith(" It was tried 3 times.");
    assertThat(routers.archive(list.routers().get(0)).facts().orElseThrow().failure())
        .isEqualTo(list.routers().get(0).failure());
    assertThat(asked(full, "/export")).isEqualTo(3);
    // A password that is wrong is not tried again: it may lock the user out.
    assertThat(list.routers().get(1).failure().message()).doesNotContain("tried");
    assertThat(asked(strict, "/login")).isEqualTo(1);
  }

  @Test
  void aRunInWhichAllFailIsNotTriedAgainByItself() throws Exception {
    RouterEmulator first = routers.emulator(RouterModel.seven());
    first.faults().reboot("/export");
    routers.router("first", first).absent("gone");

    TaskResult result = routers.run(LIST);

    assertThat(result.failure().code()).isEqualTo(ErrorCode.RouterUnreachable);
    assertThat(result.failure().message()).doesNotContain("tried");
    assertThat(asked(first, "/export")).isEqualTo(1);
  }

  private static long asked(RouterEmulator router, String command) {
    List<ApiRequest> requests = router.requests();
    return requests.stream().filter(request -> request.command().equals(command)).count();
  }
}
