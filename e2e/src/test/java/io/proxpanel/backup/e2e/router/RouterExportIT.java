package io.proxpanel.backup.e2e.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.api.RouterPatience;
import io.proxpanel.backup.agent.router.drift.NormalizedExport;
import io.proxpanel.backup.agent.router.export.FetchedExport;
import io.proxpanel.backup.agent.router.export.RouterExports;
import io.proxpanel.backup.agent.router.export.RouterFacts;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports of RouterOS 6 and 7, by each way that there is. */
class RouterExportIT extends CertifiedRouterTestCase {
  @ParameterizedTest
  @CsvSource({
    "six, Ftp",
    "six, Sftp",
    "seven, Api",
    "seven, Ftp",
    "seven, Sftp",
    "small, Api",
    "small, Ftp",
  })
  void comesHereWholeByEachWay(String name, Router.Fetch kind) throws Exception {
    RouterEmulator router = lab.router(model(name));

    FetchedExport fetched =
        lab.fetch(lab.settings(router).fetch(kind).hostKeys(router.hostKeyFingerprint()));

    assertThat(fetched.kind()).isEqualTo(kind);
    assertThat(RouterLab.body(fetched.rsc())).isEqualTo(RouterLab.body(router.exported(false)));
    assertThat(NormalizedExport.read(fetched.rsc()).unexported()).isEmpty();
    assertThat(fetched.binary()).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fetched.rsc())))
        .isEqualTo("rw-------");
  }

  @Test
  void olderVersionsOfSevenHandItOutAsContents() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven().withVersion("7.12.1 (stable)"));

    FetchedExport fetched = lab.fetch(lab.settings(router).fetch(Router.Fetch.Api));

    assertThat(RouterLab.body(fetched.rsc())).isEqualTo(RouterLab.body(router.exported(false)));
    assertThat(commands(router)).doesNotContain("/file/read");
  }

  @Test
  void newerVersionsSayEmptyWhereThereAreNoRows() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven().withVersion("7.20.1 (stable)"));

    assertThat(lab.fetch(lab.settings(router)).kind()).isEqualTo(Router.Fetch.Api);
  }

  @ParameterizedTest
  @CsvSource({
    "seven, true, true, Api",
    "seven, false, false, Api",
    "small, false, false, Api",
    "six, true, false, Sftp",
    "six, true, true, Sftp",
    "six, false, false, Ftp",
  })
  void theWayIsFoundWhereNoneIsSet(String name, boolean hostKey, boolean tls, Router.Fetch expected)
      throws Exception {
    RouterEmulator router =
        lab.router(model(name), RouterSettings.USER, certificates.good().context());
    RouterSettings settings = lab.settings(router);
    if (hostKey) {
      settings.hostKeys(router.hostKeyFingerprint());
    }
    if (tls) {
      settings.port(router.apiSslPort()).tls(certificates.good().authority(), null, false);
    }

    assertThat(lab.fetch(settings).kind()).isEqualTo(expected);
  }

  @Test
  void aPasswordThatTlsProtectsGoesThroughNoFtpUnasked() throws Exception {
    RouterEmulator router =
        lab.router(RouterModel.six(), RouterSettings.USER, certificates.good().context());
    RouterSettings settings =
        lab.settings(router)
            .port(router.apiSslPort())
            .tls(certificates.good().authority(), null, false);

    lab.fails(
        settings,
        ErrorCode.RouterProtocolError,
        "The router \"edge-1\" (127.0.0.1:"
            + router.apiSslPort()
            + ") has RouterOS 6.49.10 (long-term), which does not hand out all "
            + router.exported(false).length
            + " bytes of a file by its API (7.13 and newer do): give the router's SSH host key for"
            + " SFTP, or set fetch to Ftp, which sends the password in clear.");

    assertThat(lab.fetch(settings.fetch(Router.Fetch.Ftp)).kind()).isEqualTo(Router.Fetch.Ftp);
  }

  @Test
  void aLargeFileOfSixDoesNotComeByTheApi() throws Exception {
    RouterEmulator router = lab.router(RouterModel.six());

    lab.fails(
        lab.settings(router).fetch(Router.Fetch.Api),
        ErrorCode.RouterProtocolError,
        "The router \"edge-1\" (127.0.0.1:"
            + router.apiPort()
            + ") has RouterOS 6.49.10 (long-term), which does not hand out all "
            + router.exported(false).length
            + " bytes of a file by its API (7.13 and newer do): set fetch to Sftp, or to Ftp.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"six", "seven"})
  void passwordsStandInItOnlyWhenTheyAreAskedFor(String name) throws Exception {
    RouterEmulator router = lab.router(model(name));

    String hidden = RouterLab.body(lab.fetch(lab.settings(router)).rsc());
    String shown = RouterLab.body(lab.fetch(lab.settings(router).sensitive()).rsc());

    assertThat(hidden).doesNotContain(" password=").doesNotContain(" secret=");
    assertThat(shown).contains(" password=").contains(" secret=");
    assertThat(shown).isEqualTo(RouterLab.body(router.exported(true)));
    List<String> flags =
        router.requests().stream()
            .filter(request -> request.command().equals("/export"))
            .flatMap(request -> request.arguments().keySet().stream())
            .filter(argument -> argument.endsWith("-sensitive"))
            .toList();
    assertThat(flags).containsExactly(name.equals("six") ? "hide-sensitive" : "show-sensitive");
  }

  @ParameterizedTest
  @EnumSource(Router.Form.class)
  void itIsWrittenAsItIsAskedFor(Router.Form form) throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());

    String body = RouterLab.body(lab.fetch(lab.settings(router).form(form)).rsc());

    assertThat(body.contains("\n/ip pool add ")).isEqualTo(form == Router.Form.Terse);
    assertThat(body.contains("\\\n    ")).isEqualTo(form != Router.Form.Terse);
    assertThat(
            body.contains("add disabled=no name=lo0") || body.contains("add name=lo0 disabled=no"))
        .isEqualTo(form == Router.Form.Verbose);
  }

  @ParameterizedTest
  @CsvSource({"seven, Api", "seven, Sftp", "six, Ftp", "six, Sftp"})
  void aBinaryBackupComesAlong(String name, Router.Fetch kind) throws Exception {
    RouterEmulator router = lab.router(model(name));
    RouterSettings settings =
        lab.settings(router).fetch(kind).hostKeys(router.hostKeyFingerprint());

    Path encrypted = lab.fetch(settings.binaryBackup("Geheim \"1\"")).binary().orElseThrow();
    assertThat(encrypted).hasFileName("edge-1.backup").hasSize(71_234);
    assertThat(start(encrypted)).isEqualTo("efa89173");

    Path plain = lab.fetch(settings.binaryBackup(null)).binary().orElseThrow();
    assertThat(start(plain)).isEqualTo("88aca1b1");
    assertThat(
            router.requests().stream()
                .filter(request -> request.command().equals("/system/backup/save"))
                .map(request -> request.arguments().keySet().toString()))
        .containsExactly("[name, password, encryption]", "[name, dont-encrypt]");
  }

  @Test
  void aBinaryBackupOfSixDoesNotComeByTheApi() throws Exception {
    RouterEmulator router = lab.router(RouterModel.small());

    lab.fails(
        lab.settings(router).fetch(Router.Fetch.Api).binaryBackup("x"),
        ErrorCode.RouterProtocolError,
        "The router \"edge-1\" (127.0.0.1:"
            + router.apiPort()
            + ") has RouterOS 6.49.10 (long-term), which does not hand out all 71234 bytes of a"
            + " file by its API (7.13 and newer do): set fetch to Sftp, or to Ftp.");
  }

  @Test
  void theFactsOfARouterComeAlong() throws Exception {
    RouterFacts six = lab.fetch(lab.settings(lab.router(RouterModel.small()))).facts();
    RouterFacts seven = lab.fetch(lab.settings(lab.router(RouterModel.seven()))).facts();

    assertThat(six)
        .extracting(
            RouterFacts::identity,
            RouterFacts::board,
            RouterFacts::model,
            RouterFacts::serial,
            RouterFacts::version,
            RouterFacts::architecture)
        .containsExactly(
            "cpe-0815", "hAP lite", "RB941-2nD", "A1B20C3D4E5F", "6.49.10 (long-term)", "smips");
    assertThat(seven.identity()).isEqualTo("core-sued");
    assertThat(seven.uptime()).isEqualTo("3w2d4h5m6s");
    assertThat(seven.freeBytes()).isEqualTo(486_539_264L);
  }

  @Test
  void theInterfacesComeWhereTheyAreAskedForAndNoBackupNeedsThem() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());

    assertThat(lab.agent().facts(lab.settings(router).router()).interfaces())
        .hasSize(36)
        .contains(
            new RouterFacts.Interface("ether1-uplink", "ether", "ether1"),
            new RouterFacts.Interface("bridge-lan", "bridge", ""),
            new RouterFacts.Interface("vlan123", "vlan", ""));

    router.faults().trap("/interface/print", 0, "no such command prefix");
    assertThat(lab.fetch(lab.settings(router)).remarks()).isEmpty();
  }

  @Test
  void whatARouterDoesNotTellAndABackupCanDoWithoutIsSaid() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    for (String menu : List.of("identity", "routerboard")) {
      router.faults().trap("/system/" + menu + "/print", 0, "no such thing");
    }
    router.faults().trap("/user/print", 0, "no such command prefix");

    FetchedExport fetched = lab.fetch(lab.settings(router));

    assertThat(RouterLab.body(fetched.rsc())).isEqualTo(RouterLab.body(router.exported(false)));
    assertThat(fetched.remarks())
        .containsExactly(
            "does not tell its model and serial number (\"no such thing\", category 0: missing item"
                + " or command)",
            "does not tell its name (\"no such thing\", category 0: missing item or command)");
  }

  @Test
  void aQuestionThatABackupCanDoWithoutNeedsNoAnswer() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().silence("/system/identity/print");
    RouterPatience impatient =
        new RouterPatience(
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            Duration.ofSeconds(20),
            Duration.ofMillis(50),
            Duration.ofSeconds(15));

    FetchedExport fetched =
        lab.agent(impatient).fetch(lab.settings(router).router(), lab.results());

    assertThat(fetched.remarks()).containsExactly("does not tell its name (no answer in 2 s)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.49.10 (long-term)", "7.16 (stable)"})
  void aVirtualRouterHasNoSerialNumber(String version) throws Exception {
    RouterEmulator router = lab.router(RouterModel.small().virtual().withVersion(version));

    RouterFacts facts = lab.agent().facts(lab.settings(router).router());

    assertThat(facts.serial()).isEmpty();
    assertThat(facts.board()).isEqualTo("CHR");
  }

  @ParameterizedTest
  @CsvSource({"1, false", "6, false", "1, true", "6, true"})
  void aFileThatIsWrittenAfterTheCommandHasEndedIsWaitedFor(int pieces, boolean otherName)
      throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().slowExport(pieces, Duration.ofMillis(35), otherName);

    FetchedExport fetched = lab.fetch(lab.settings(router));

    assertThat(RouterLab.body(fetched.rsc())).isEqualTo(RouterLab.body(router.exported(false)));
  }

  @ParameterizedTest
  @CsvSource({"seven, Api", "six, Ftp", "six, Sftp", "small, Api"})
  void filesOfBoardsWithFlashAreFound(String name, Router.Fetch kind) throws Exception {
    RouterEmulator router = lab.router(model(name));
    router.faults().filesInFlash();

    FetchedExport fetched =
        lab.fetch(lab.settings(router).fetch(kind).hostKeys(router.hostKeyFingerprint()));

    assertThat(RouterLab.body(fetched.rsc())).isEqualTo(RouterLab.body(router.exported(false)));
  }

  @Test
  void whatAnEarlierRunLeftIsRemovedAndNothingElse() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.files().write("proxpanel-1xyz-0123456789ab.rsc", new byte[10]);
    router.files().write("flash/proxpanel-1xyz-0123456789ac.backup", new byte[10]);
    router.files().write("proxpanel-zzzzzz9-0123456789ab.rsc", new byte[10]);
    router.files().write("proxpanel.rsc", new byte[10]);

    lab.agent().fetch(lab.settings(router).router(), lab.results());

    assertThat(router.files().names())
        .containsExactly(
            "flash/hotspot/login.html", "proxpanel-zzzzzz9-0123456789ab.rsc", "proxpanel.rsc");
  }

  /** Of the router that restarted while it made its export: nobody could remove the file then. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatTheRunBeforeLeftIsRemovedAtOnceUnlessItMayBeAtWork(boolean atWork) throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    RouterExports another = lab.agent().of("another", List.of());
    String left = "proxpanel-" + Long.toString(System.currentTimeMillis() / 1000, 36);
    router.files().write(left + "-0123456789ab.rsc", new byte[10]);
    CompletableFuture<Throwable> session = CompletableFuture.completedFuture(null);
    if (atWork) {
      router.faults().silence("/system/resource/print");
      Router settings = lab.settings(router).router();
      session = CompletableFuture.supplyAsync(() -> catchThrowable(() -> another.greet(settings)));
      await()
          .until(() -> router.requests().stream().anyMatch(r -> r.command().startsWith("/system")));
      router.faults().none();
    }

    lab.agent().of("this", List.of()).fetch(lab.settings(router).router(), lab.results());

    assertThat(router.files().names().contains(left + "-0123456789ab.rsc")).isEqualTo(atWork);
    assertThat(session.isDone()).isNotEqualTo(atWork);
  }

  @Test
  void ofARunThatHasEndedItIsRemovedThoughSomebodyIsAtWork() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().silence("/file/read").trap("/file/remove", 0, "router is restarting");
    RouterPatience impatient =
        new RouterPatience(
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            Duration.ofMillis(50),
            Duration.ofSeconds(15));
    assertThatThrownBy(
            () ->
                lab.agent(impatient)
                    .of("first", List.of())
                    .fetch(lab.settings(router).router(), lab.results()))
        .isInstanceOf(AgentException.class);
    assertThat(router.files().names()).hasSize(2).anyMatch(name -> name.startsWith("proxpanel-"));
    router.faults().none();

    lab.agent().of("second", List.of("first")).fetch(lab.settings(router).router(), lab.results());

    lab.nothingIsLeft();
  }

  @Test
  void aMenuThatTheRouterCannotExportIsNamed() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().menuMissingInExport();

    FetchedExport fetched = lab.fetch(lab.settings(router));

    assertThat(NormalizedExport.read(fetched.rsc()).unexported())
        .containsExactly("/interface wifi");
  }

  @Test
  void longWordsOfEveryLengthAreRead() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    for (int bytes : List.of(100, 300, 20_000, 2_500_000)) {
      router.faults().none().longWord("/system/identity/print", bytes);

      RouterFacts facts = lab.agent().facts(lab.settings(router).router());

      assertThat(facts.identity()).isEqualTo("core-sued");
    }
  }

  @Test
  void aSlowRouterIsListenedTo() throws Exception {
    RouterEmulator router = lab.router(RouterModel.small());
    router.faults().slow(Duration.ofMillis(1));

    assertThat(lab.agent().facts(lab.settings(router).router()).identity()).isEqualTo("cpe-0815");
  }

  @ParameterizedTest
  @EnumSource(names = {"Ftp", "Sftp"})
  void noThreadStaysOfAFetch(Router.Fetch kind) throws Exception {
    RouterEmulator router = lab.router(RouterModel.six());
    RouterSettings settings =
        lab.settings(router).fetch(kind).hostKeys(router.hostKeyFingerprint());

    for (int i = 0; i < 3; i++) {
      lab.fetch(settings);
    }

    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.contains("SshClient") || name.contains("idle-watch")));
  }

  @Test
  void fiftyRoutersAtATimeLeaveNothing() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    Router settings = lab.settings(router).router();

    for (int i = 0; i < 50; i++) {
      lab.agent().fetch(settings, lab.results());
    }

    lab.nothingIsLeft();
  }

  private static String start(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return HexFormat.of().formatHex(in.readNBytes(4));
    }
  }

  private static List<String> commands(RouterEmulator router) {
    return router.requests().stream().map(ApiRequest::command).toList();
  }

  private static RouterModel model(String name) {
    return switch (name) {
      case "six" -> RouterModel.six();
      case "seven" -> RouterModel.seven();
      default -> RouterModel.small();
    };
  }
}
