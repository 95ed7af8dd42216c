package io.proxpanel.backup.e2e.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The emulator as a client that others have written sees it. */
class RouterEmulatorIT extends CertifiedRouterTestCase {
  private static final RouterUser USER = RouterSettings.USER;

  @ParameterizedTest
  @CsvSource({
    "7.16 (stable), plain",
    "7.20.1 (stable), plain",
    "7.16 (stable), tls",
    "6.49.10 (long-term), plain",
    "6.42.12 (long-term), challenge",
    "6.42.12 (long-term), plain"
  })
  void othersUnderstandIt(String version, String login) throws Exception {
    RouterModel model = version.startsWith("7") ? RouterModel.seven() : RouterModel.six();
    RouterCertificates.One certificate = certificates.good();
    RouterEmulator router = lab.router(model.withVersion(version), USER, certificate.context());
    int port = login.equals("tls") ? router.apiSslPort() : router.apiPort();

    JsonNode said = OtherClient.ask(port, USER.name(), USER.password(), login);

    assertThat(said.path("login").asText()).isEqualTo("ok");
    assertThat(said.at("/identity/name").asText()).isEqualTo(model.identity());
    assertThat(said.at("/resource/version").asText()).isEqualTo(version);
    assertThat(said.path("interfaces")).hasSize(36);
    assertThat(said.at("/one/0/name").asText()).isEqualTo("vlan105");
    assertThat(said.path("one")).hasSize(1);
    assertThat(said.path("none")).isEmpty();
    assertThat(said.path("first").asInt()).isEqualTo(36);
    assertThat(said.at("/second/name").asText()).isEqualTo(model.identity());
    // RouterOS 6 shows passwords unless it is told to hide them.
    byte[] export = router.exported(version.startsWith("6"));
    assertThat(said.path("size").asInt()).isEqualTo(export.length);
    if (version.startsWith("7")) {
      byte[] content = Base64.getDecoder().decode(said.path("content").asText());
      assertThat(RouterLab.body(content)).isEqualTo(RouterLab.body(export));
    } else {
      assertThat(said.path("read").asText()).isEqualTo("no such command");
    }
    assertThat(said.path("trap").asText()).isEqualTo("no such item");
    lab.nothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource({
    "7.16 (stable), plain, invalid user name or password (6)",
    "6.42.12 (long-term), challenge, cannot log in"
  })
  void othersAreRefusedWithAWrongPassword(String version, String login, String words)
      throws Exception {
    RouterEmulator router = lab.router(RouterModel.small().withVersion(version));

    JsonNode said = OtherClient.ask(router.apiPort(), USER.name(), "wrong", login);

    assertThat(said.path("login").asText()).isEqualTo(words);
  }

  @Test
  void aProcessServesAsManyAsItIsToldTo() throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("ROUTERS", "3");
    environment.put("FIRST_PORT", Integer.toString(freePorts(12)));
    environment.put("ROUTER_USER", USER.name());
    environment.put("ROUTER_PASSWORD", USER.password());

    List<RouterEmulator> routers = RouterEmulatorMain.start(environment, folder.resolve("main"));
    try {
      assertThat(routers.stream().map(RouterEmulatorMain::line))
          .satisfiesExactly(
              line -> assertThat(line).startsWith("edge-nord-1 6.49.10 api="),
              line -> assertThat(line).startsWith("core-sued-2 7.16 api="),
              line -> assertThat(line).startsWith("cpe-0815-3 6.49.10 api="));
      int first = Integer.parseInt(environment.get("FIRST_PORT"));
      for (int i = 0; i < routers.size(); i++) {
        assertThat(routers.get(i).apiPort()).isEqualTo(first + 4 * i);
        assertThat(lab.agent().facts(lab.settings(routers.get(i)).router()).identity())
            .isEqualTo(routers.get(i).model().identity());
      }
    } finally {
      for (RouterEmulator router : routers) {
        router.close();
      }
    }
  }

  @Test
  void aProcessSaysWhatItMisses() throws Exception {
    assertThatThrownBy(() -> RouterEmulatorMain.start(Map.of(), folder.resolve("main")))
        .hasMessage("Set ROUTER_USER in the environment.");
    assertThatThrownBy(
            () -> RouterEmulatorMain.start(Map.of("ROUTERS", "0"), folder.resolve("main")))
        .hasMessage("ROUTERS has to be a number from 1 to 1000, and is \"0\".");
    Map<String, String> faulty =
        Map.of(
            "ROUTER_USER",
            USER.name(),
            "ROUTER_PASSWORD",
            USER.password(),
            "FIRST_PORT",
            Integer.toString(freePorts(4)),
            "FAULT",
            "tired");
    assertThatThrownBy(() -> RouterEmulatorMain.start(faulty, folder.resolve("main")))
        .hasMessage("FAULT has to be disk-full, interrupted or empty, and is \"tired\".");
  }

  /** The first of so many ports in a row that nobody has. */
  private static int freePorts(int count) throws IOException {
    for (int attempt = 0; attempt < 50; attempt++) {
      int first;
      try (var free = new java.net.ServerSocket(0)) {
        first = free.getLocalPort();
      }
      boolean all = first + count < 65_536;
      for (int port = first; all && port < first + count; port++) {
        try (var free = new java.net.ServerSocket(port)) {
          all = free.isBound();
        } catch (IOException e) {
          all = false;
        }
      }
      if (all) {
        return first;
      }
    }
    throw new IOException("no " + count + " free ports in a row");
  }
}
