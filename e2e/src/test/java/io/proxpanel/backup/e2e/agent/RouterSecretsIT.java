package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.router.RouterEmulator;
import io.proxpanel.backup.e2e.router.RouterModel;
import java.nio.file.Files;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Routers that have a Secret each. */
class RouterSecretsIT extends RoutersTestCase {
  private static final String LIST = RoutersJob.LIST;

  private Router defaults(RouterEmulator emulator) {
    return routers.settings(emulator.ftpPort(), emulator.sshPort());
  }

  private RoutersJob secretOf(String name, RouterEmulator emulator) throws Exception {
    return routers
        .secret(name, "host", "127.0.0.1\n")
        .secret(name, "port", emulator.apiPort() + "\n");
  }

  @Test
  void eachIsLoggedInToWithItsOwnLoginOrTheDefaults() throws Exception {
    RouterEmulator edge = routers.emulator(RouterModel.seven());
    RouterEmulator core = routers.emulator(RouterModel.seven(), "another password");
    secretOf("edge", edge);
    secretOf("core", core)
        .secret("core", "username", "backup")
        .secret("core", "password", "another password");

    RouterList list = routers.selecting(defaults(edge), "core", "edge").succeeds(LIST);

    assertThat(list.routers())
        .extracting(RouterList.Entry::name, RouterList.Entry::address, RouterList.Entry::isGood)
        .containsExactly(
            Tuple.tuple("core", "127.0.0.1", true), Tuple.tuple("edge", "127.0.0.1", true));
    assertThat(job.files()).containsExactlyElementsOf(RoutersJob.names(LIST, list));
    assertThat(routers.log()).doesNotContain("another password");
  }

  @Test
  void aSecretThatCannotBeUsedHoldsUpNoOther() throws Exception {
    RouterEmulator edge = routers.emulator(RouterModel.seven());
    RouterEmulator strict = routers.emulator(RouterModel.small(), "another password");
    routers.router("listed", edge);
    secretOf("edge", edge);
    secretOf("listed", edge);
    secretOf("strict", strict).secret("strict", "password", "wrong\n");
    Files.createDirectories(routers.bySecret().resolve("empty"));

    TaskResult result =
        routers.selecting(defaults(edge), "edge", "empty", "gone", "listed", "strict").run(LIST);

    assertThat(result.failure()).isNull();
    assertThat(result.warnings())
        .containsExactly(
            "Secrets that are selected for routers have the names of routers that the"
                + " MikrotikBackup lists itself, and were left out: \"listed\"; take either the"
                + " Secret's labels or the router in the list away.");
    RouterList list = routers.document(result);
    assertThat(list.routers())
        .extracting(RouterList.Entry::name)
        .containsExactly("listed", "edge", "empty", "gone", "strict");
    assertThat(list.routers())
        .extracting(entry -> entry.failure() == null ? null : entry.failure().code())
        .containsExactly(
            null,
            null,
            ErrorCode.SecretUnreadable,
            ErrorCode.SecretUnreadable,
            ErrorCode.RouterLoginRefused);
    assertThat(list.routers().get(3).failure().message())
        .isEqualTo(
            "The router \"gone\" has no host: "
                + routers.bySecret().resolve("gone/host")
                + " is missing or empty. Write the router's name or address there.");
    assertThat(list.routers().get(4).failure().message())
        .endsWith(" The password is from " + routers.bySecret().resolve("strict/password") + ".");
    assertThat(routers.archive(list.routers().get(2)).names())
        .containsExactly("nas_empty_router-e3b0c442.rsc.ERROR", "router.json");
  }
}
