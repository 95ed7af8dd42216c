package io.proxpanel.backup.e2e.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.cli.AgentCommand;
import io.proxpanel.backup.agent.cli.Console;
import io.proxpanel.backup.agent.router.archive.RouterArchiveWriter;
import io.proxpanel.backup.agent.router.export.FetchedExport;
import io.proxpanel.backup.contract.Json;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether an archive fits a router, as a person asks it before a new router is set up. */
class CheckRouterIT extends RouterTestCase {
  @Test
  void theRouterItselfHasNothingAgainstItsConfiguration() throws Exception {
    RouterEmulator router = lab.router(RouterModel.six());

    Said said = check(archiveOf(router), router);

    assertThat(said.errors()).isEmpty();
    assertThat(said.exit()).isZero();
    assertThat(said.report().path("fits").asBoolean()).isTrue();
    assertThat(said.report().at("/export/model").asText()).isEqualTo("RB4011iGS+");
    assertThat(said.report().at("/export/version").asText()).isEqualTo("6.49.10");
    assertThat(said.report().at("/router/name").asText()).isEqualTo("edge-nord");
    assertThat(said.report().at("/router/serialNumber").asText()).isEqualTo("D4440C1FE42A");
  }

  @Test
  void anotherModelWithAnotherVersionIsToldInSentences() throws Exception {
    RouterEmulator old = lab.router(RouterModel.six());
    RouterEmulator spare = lab.router(RouterModel.seven());

    Said said = check(archiveOf(old), spare);

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.errors())
        .contains(
            "The export was written by RouterOS 6.49.10, and the router \"core-sued\" runs 7.16:",
            "The export is of a RB4011iGS+, and the router \"core-sued\" is a CCR2116-12G-4S+:");
    assertThat(said.report().path("fits").asBoolean()).isFalse();
    List<String> findings = new ArrayList<>();
    said.report().path("findings").forEach(each -> findings.add(each.asText()));
    assertThat(findings).isEqualTo(said.errors().lines().toList()).hasSizeGreaterThanOrEqualTo(2);
    lab.nothingIsLeft();
  }

  @Test
  void aVirtualRouterIsToldApartFromAModel() throws Exception {
    RouterEmulator old = lab.router(RouterModel.small());

    Said said = check(archiveOf(old), lab.router(RouterModel.small().virtual()));

    assertThat(said.errors())
        .startsWith("The export is of a RB941-2nD, and the router \"cpe-0815\" is a virtual one:");
    assertThat(said.report().at("/router/model").isNull()).isTrue();
  }

  private record Said(int exit, JsonNode report, String errors) {}

  private Path archiveOf(RouterEmulator router) throws Exception {
    FetchedExport fetched = lab.fetch(lab.settings(router));
    Path file = folder.resolve("mikrotik_edge-1_20261104_021500.tar.gz");
    try (OutputStream out = Files.newOutputStream(file)) {
      RouterArchiveWriter archive =
          new RouterArchiveWriter(
              out, "edge-1", "127.0.0.1", Instant.parse("2026-11-04T02:15:00Z"));
      archive.export(fetched.rsc());
      archive.finish();
    }
    return file;
  }

  private Said check(Path archive, RouterEmulator router) throws Exception {
    Path password = Files.writeString(folder.resolve("password"), RouterSettings.PASSWORD + "\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit;
    try (Cleanup cleanup = new Cleanup()) {
      exit =
          new AgentCommand(
                  new Console(
                      InputStream.nullInputStream(),
                      out,
                      new PrintStream(err, true, StandardCharsets.UTF_8),
                      folder,
                      cleanup))
              .run(
                  "check-router",
                  "--host",
                  "127.0.0.1",
                  "--port",
                  Integer.toString(router.apiPort()),
                  "--user",
                  RouterSettings.USER.name(),
                  "--password-file",
                  password.toString(),
                  "--no-tls",
                  archive.toString());
    }
    return new Said(
        exit,
        Json.read(out.toString(StandardCharsets.UTF_8), JsonNode.class),
        err.toString(StandardCharsets.UTF_8));
  }
}
