package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.run.KnownRouter;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.SecretRouters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routers that Secrets say. */
class SelectedRoutersTest {
  private static final Router DEFAULTS = settings("backup", "/p");

  @TempDir Path folder;

  private static Router settings(String username, String passwordFile) {
    return new Router(
        null,
        null,
        8729,
        null,
        username,
        null,
        passwordFile,
        null,
        21,
        22,
        null,
        null,
        null,
        false,
        null,
        null,
        null,
        null);
  }

  private void key(String secret, String key, String value) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve(secret)).resolve(key), value);
  }

  private SelectedRouters read(Router settings, List<Router> listed, String... names) {
    return SelectedRouters.of(
        new SecretRouters(folder.toString(), List.of(names), "isp=routers", settings), listed);
  }

  private KnownRouter read(Router settings) {
    return read(settings, List.of(), "edge-1").routers().get(0);
  }

  private String path(String key) {
    return folder.resolve("edge-1").resolve(key).toString();
  }

  private void isDefect(KnownRouter known, String sentence) {
    assertThat(known.defect())
        .isEqualTo(new Failure(ErrorCode.SecretUnreadable, "The router \"edge-1\" " + sentence));
  }

  @Test
  void whatTheSecretSaysComesBeforeTheDefaults() throws Exception {
    key("edge-1", "host", "10.0.0.1\n");
    key("edge-1", "port", "8730\n");
    key("edge-1", "username", "auditor");
    key("edge-1", "password", "x");

    KnownRouter known = read(DEFAULTS);

    assertThat(known.defect()).isNull();
    assertThat(known.router())
        .isEqualTo(
            DEFAULTS.of("edge-1", "10.0.0.1", 8730).login(path("username"), path("password")));
    assertThat(known.router().username()).isNull();
    assertThat(known.router().usernameFile()).isEqualTo(path("username"));
    assertThat(known.router().passwordFile()).isEqualTo(path("password"));
  }

  @Test
  void whatItDoesNotSayIsThatOfTheDefaults() throws Exception {
    key("edge-1", "host", "fd00::1");
    key("edge-1", "port", "");
    key("edge-1", "username", "");

    assertThat(read(DEFAULTS)).isEqualTo(KnownRouter.of(DEFAULTS.of("edge-1", "fd00::1", null)));
  }

  @Test
  void withoutAHostItIsThatRouterAloneThatFails() throws Exception {
    key("edge-2", "host", "10.0.0.2");

    List<KnownRouter> routers = read(DEFAULTS, List.of(), "edge-1", "edge-2").routers();

    isDefect(
        routers.get(0),
        "has no host: "
            + path("host")
            + " is missing or empty. Write the router's name or address"
            + " there.");
    assertThat(routers.get(0).router().name()).isEqualTo("edge-1");
    assertThat(routers.get(1).defect()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "http://10.0.0.1", " ", "a\nb", "10.0.0.1/24"})
  void aHostThatIsNoneIsNotShown(String host) throws Exception {
    key("edge-1", "host", host);

    isDefect(
        read(DEFAULTS),
        "has a host that cannot be used: write its name or address alone into "
            + path("host")
            + ", without a port and without a URL.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "http", "-1", "123456"})
  void aPortThatIsNoneIsNotShown(String port) throws Exception {
    key("edge-1", "host", "10.0.0.1");
    key("edge-1", "port", port);

    isDefect(
        read(DEFAULTS),
        "has a port that cannot be used: write a number from 1 to 65535 into "
            + path("port")
            + ", or take the key away.");
  }

  @Test
  void withoutALoginInEitherPlaceItFails() throws Exception {
    key("edge-1", "host", "10.0.0.1");
    key("edge-1", "password", "x");
    isDefect(
        read(settings(null, null)),
        "has no user: write one into " + path("username") + ", or username into defaults.");

    Files.delete(Path.of(path("password")));
    key("edge-1", "username", "backup");
    isDefect(
        read(settings(null, null)),
        "has no password: write one into "
            + path("password")
            + ", or passwordSecretRef into defaults.");
    assertThat(read(settings(null, "/p")).defect()).isNull();
  }

  @Test
  void aNameThatTheTaskListsItselfStaysThatRouters() throws Exception {
    key("edge-1", "host", "10.0.0.9");
    key("edge-2", "host", "10.0.0.2");

    SelectedRouters selected =
        read(DEFAULTS, List.of(DEFAULTS.of("edge-1", "10.0.0.1", null)), "edge-1", "edge-2");

    assertThat(selected.routers())
        .extracting(known -> known.router().name())
        .containsExactly("edge-2");
    assertThat(selected.warnings())
        .containsExactly(
            "Secrets that are selected for routers have the names of routers that the"
                + " MikrotikBackup lists itself, and were left out: \"edge-1\"; take either the"
                + " Secret's labels or the router in the list away.");
  }

  @Test
  void aLoginThatIsRefusedNamesTheSecretThatThePasswordIsFrom() throws Exception {
    AgentException refused = new AgentException(ErrorCode.RouterLoginRefused, "It refuses.");
    key("edge-1", "host", "10.0.0.1");
    assertThat(read(DEFAULTS).told(refused)).isSameAs(refused);

    key("edge-1", "password", "x");
    KnownRouter known = read(DEFAULTS);
    assertThat(known.told(refused).failure())
        .isEqualTo(
            new Failure(
                ErrorCode.RouterLoginRefused,
                "It refuses. The password is from " + path("password") + "."));
    AgentException gone = new AgentException(ErrorCode.RouterUnreachable, "It is gone.");
    assertThat(known.told(gone)).isSameAs(gone);
  }
}
