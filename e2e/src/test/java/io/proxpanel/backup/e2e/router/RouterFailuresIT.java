package io.proxpanel.backup.e2e.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.api.RouterPatience;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports that go wrong: each has its sentence, and nothing stays on the router. */
class RouterFailuresIT {
  private static final RouterPatience SHORT_EXPORT =
      new RouterPatience(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(1),
          Duration.ofMillis(50),
          Duration.ofSeconds(15));
  private static final RouterPatience SHORT_ANSWERS =
      new RouterPatience(
          Duration.ofSeconds(20),
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          Duration.ofMillis(50),
          Duration.ofSeconds(15));
  private static final String NOT_KEPT =
      ", which is not kept: check its room (486539264 bytes were free) and its log, and try again.";

  @TempDir private Path folder;
  private RouterLab lab;

  @BeforeEach
  void open() throws IOException {
    lab = new RouterLab(folder);
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
  }

  @Test
  void anExportThatNeverEnds() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().silence("/export");

    lab.fails(
        lab.agent(SHORT_EXPORT),
        lab.settings(router),
        ErrorCode.RouterExportIncomplete,
        named(router)
            + "did not end its export within 1 s: see its load and its log, or allow it more time.");

    assertThat(router.requests()).anyMatch(request -> request.command().equals("/cancel"));
    assertThat(logins(router)).isEqualTo(1);
  }

  @Test
  void aFileThatNeverAppears() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().slowExport(1, Duration.ofHours(1), false);

    lab.fails(
        lab.agent(SHORT_EXPORT),
        lab.settings(router),
        ErrorCode.RouterExportIncomplete,
        late(router, "has not appeared"));
  }

  @Test
  void aFileThatIsStillBeingWritten() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().slowExport(2_000, Duration.ofMillis(30), true);

    AgentException e =
        catchThrowableOfType(
            AgentException.class,
            () -> lab.agent(SHORT_EXPORT).fetch(lab.settings(router).router(), lab.results()));

    assertThat(e).hasMessage(late(router, "is still being written"));
  }

  @Test
  void anEmptyFile() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().emptyExport();

    lab.fails(
        lab.agent(SHORT_EXPORT),
        lab.settings(router),
        ErrorCode.RouterExportIncomplete,
        late(router, "is still empty"));
  }

  private static String late(RouterEmulator router, String state) {
    return named(router)
        + "says that its export is done, and the file "
        + state
        + " after 1 s: check its room (\"/system resource print\") and its log, or allow it more"
        + " time.";
  }

  @ParameterizedTest
  @EnumSource(names = {"Api", "Ftp", "Sftp"})
  void anExportWithoutACommand(Router.Fetch kind) throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().exportWithoutCommands();

    lab.fails(
        lab.settings(router).fetch(kind).hostKeys(router.hostKeyFingerprint()),
        ErrorCode.RouterExportIncomplete,
        named(router) + "made a file of its export that has no command in it" + NOT_KEPT);
  }

  @ParameterizedTest
  @EnumSource(names = {"Api", "Ftp", "Sftp"})
  void anExportThatIsCut(Router.Fetch kind) throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    String whole = new String(router.exported(false), java.nio.charset.StandardCharsets.ISO_8859_1);
    int cut = whole.indexOf("name=vlan211");
    long line = whole.substring(0, cut).chars().filter(c -> c == '\n').count() + 1;
    router.faults().cutExport(cut);

    lab.fails(
        lab.settings(router).fetch(kind).hostKeys(router.hostKeyFingerprint()),
        ErrorCode.RouterExportIncomplete,
        named(router) + "made a file of its export that ends within line " + line + NOT_KEPT);
  }

  @Test
  void anExportThatTheRouterInterrupted() throws Exception {
    RouterEmulator router = lab.router(RouterModel.six());
    router.faults().interruptedExport();

    lab.fails(
        lab.settings(router),
        ErrorCode.RouterExportIncomplete,
        named(router)
            + "made a file of its export that says that the router interrupted it"
            + NOT_KEPT);
  }

  @Test
  void aFileOfWhichTheRouterHandsOutTooLittle() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().shortFiles(20_000);

    lab.fails(
        lab.settings(router),
        ErrorCode.RouterExportIncomplete,
        named(router)
            + "handed out 20000 of the "
            + router.exported(false).length
            + " bytes of its export"
            + NOT_KEPT);
  }

  @Test
  void aRouterWithoutRoom() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().diskFull();

    lab.fails(
        lab.settings(router),
        ErrorCode.RouterFull,
        named(router)
            + "has no room for its export (\"failure: not enough disk space\", category 4: general"
            + " failure; 486539264 bytes were free): remove files there (\"/file print\").");
  }

  @Test
  void aRefusalThatRepeatsTheBackupPassword() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().trap("/system/backup/save", 1, "value of password too weak: Geheim1");

    lab.fails(
        lab.settings(router).binaryBackup("Geheim1"),
        ErrorCode.RouterProtocolError,
        named(router)
            + "gave an answer that does not help while making its binary backup (\"value of"
            + " password too weak: …\", category 1: argument value failure): see its log.");
  }

  @Test
  void aRefusalThatRepeatsThePassword() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router
        .faults()
        .trap(
            "/login",
            -1,
            "bad password "
                + RouterSettings.PASSWORD
                    .replace("ä", "\u00c3\u00a4")
                    .replace("ö", "\u00c3\u00b6"));

    lab.fails(
        lab.settings(router),
        ErrorCode.RouterLoginRefused,
        named(router)
            + "refuses the login of \"backup\" (\"bad password …\"): check user name and password,"
            + " that the user's group has the policy api, and that the user may log in from here"
            + " (\"/user print detail\").");
  }

  @Test
  void aRefusalWithACategory() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().trap("/export", 3, "syntax error");

    lab.fails(
        lab.settings(router),
        ErrorCode.RouterProtocolError,
        named(router)
            + "gave an answer that does not help while making its export (\"syntax error\","
            + " category 3: scripting failure): see its log.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/export", "/file/read", "/file/print"})
  void aRouterThatRestarts(String command) throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().reboot(command);
    String doing =
        switch (command) {
          case "/export" -> "making its export";
          case "/file/read" -> "reading the file of its export";
          default -> "reading its files";
        };

    lab.fails(
        lab.settings(router),
        ErrorCode.RouterUnreachable,
        named(router)
            + "ended the session while "
            + doing
            + " (\"router is rebooting\"): try again once it is up, and see its log.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/system/identity/print", "/export", "/file/read"})
  void aConnectionThatIsLost(String command) throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().halfSentence(command);
    String doing =
        switch (command) {
          case "/export" -> "making its export";
          case "/file/read" -> "reading the file of its export";
          default -> "reading what it is";
        };

    lab.fails(
        lab.settings(router),
        ErrorCode.RouterUnreachable,
        named(router)
            + "lost the connection while "
            + doing
            + " (the connection ended within a word): check the line, and whether the router"
            + " restarts.");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRouterThatStopsInTheMiddleOfAnAnswerOrBeforeIt(boolean middle) throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    if (middle) {
      router.faults().stall("/file/read");
    } else {
      router.faults().silence("/file/read");
    }

    lab.fails(
        lab.agent(SHORT_ANSWERS),
        lab.settings(router),
        ErrorCode.RouterUnreachable,
        named(router)
            + "did not answer in time while reading the file of its export (no answer in 1 s):"
            + " check the line and the router's load, or allow it more time.");
    // After the half of a sentence nobody knows where the next one begins.
    assertThat(logins(router)).isEqualTo(middle ? 2 : 1);
  }

  @Test
  void aRouterThatAnnouncesFourGigabytes() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().hugeLength("/system/resource/print");

    lab.fails(
        lab.settings(router),
        ErrorCode.RouterProtocolError,
        named(router)
            + "said something that is not of RouterOS's API while reading what it is (a word of"
            + " 4294967295 bytes is announced): see what is between the agent and the router, and"
            + " its version.");
  }

  @Test
  void aRouterThatAnswersAByteAtATimeIsNotWaitedForForEver() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().slow(Duration.ofMillis(20));

    lab.fails(
        lab.agent(SHORT_ANSWERS),
        lab.settings(router),
        ErrorCode.RouterUnreachable,
        named(router)
            + "did not answer in time while reading what it is (no answer in 1 s): check the line"
            + " and the router's load, or allow it more time.");
  }

  @ParameterizedTest
  @EnumSource(names = {"Ftp", "Sftp"})
  void aServiceThatIsNotThere(Router.Fetch kind) throws Exception {
    RouterEmulator router = lab.router(RouterModel.six());
    RouterEmulator gone = lab.router(RouterModel.six());
    int port = kind == Router.Fetch.Ftp ? gone.ftpPort() : gone.sshPort();
    gone.close();
    RouterSettings settings =
        lab.settings(router).fetch(kind).hostKeys(router.hostKeyFingerprint()).servicePort(port);

    lab.fails(
        settings,
        ErrorCode.RouterUnreachable,
        kind == Router.Fetch.Ftp
            ? "The FTP server 127.0.0.1:"
                + port
                + " of the router \"edge-1\" cannot be connected to (Connection refused): check"
                + " that it runs, host and port, and firewalls."
            : "The SSH server 127.0.0.1:"
                + port
                + " of the router \"edge-1\" cannot be reached (DefaultConnectFuture[backup@/127.0.0.1:"
                + port
                + "]: Failed (ConnectException) to execute: Connection refused): check the"
                + " host, the port, the firewall on the way, and that the server runs.");
  }

  /** The process is told to stop while the router does something that takes long. */
  @ParameterizedTest
  @ValueSource(strings = {"/export", "/file/read", "/system/resource/print"})
  void anAgentThatIsToldToStopLeavesNothing(String command) throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().silence(command);
    RouterPatience patient =
        new RouterPatience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(100),
            Duration.ofSeconds(100),
            Duration.ofMillis(50),
            Duration.ofSeconds(6));
    Router settings = lab.settings(router).router();
    CompletableFuture<Object> run =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return lab.agent(patient).fetch(settings, lab.results());
              } catch (AgentException e) {
                throw new CompletionException(e);
              }
            });
    await().until(() -> router.requests().stream().anyMatch(r -> r.command().equals(command)));
    if (command.equals("/export")) {
      // What it writes as the command is broken off.
      await().until(() -> lateFile(router));
    }

    lab.cleanup().close();

    assertThat(run.handle((result, e) -> e.getCause()).get(60, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            AgentException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.Interrupted);
              assertThat(e)
                  .hasMessage(named(router) + "was being asked when the agent was told to stop.");
            });
    lab.nothingIsLeft();
  }

  private static boolean lateFile(RouterEmulator router) throws IOException {
    String base =
        router.requests().stream()
            .filter(request -> request.command().equals("/export"))
            .findFirst()
            .orElseThrow()
            .get("file");
    router.files().write(base + ".rsc.in_progress", new byte[100]);
    return true;
  }

  @Test
  void anAgentThatIsToldToStopWhileItWaitsForAFileLeavesNothing() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().slowExport(2, Duration.ofSeconds(1), true);
    Router settings = lab.settings(router).router();
    CompletableFuture<Object> run =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return lab.agent().fetch(settings, lab.results());
              } catch (AgentException e) {
                throw new CompletionException(e);
              }
            });
    await().until(() -> router.files().names().size() > 1);

    lab.cleanup().close();

    assertThat(run.handle((result, e) -> e.getCause()).get(60, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.Interrupted));
  }

  private static long logins(RouterEmulator router) {
    return router.requests().stream().filter(r -> r.command().equals("/login")).count();
  }

  private static String named(RouterEmulator router) {
    return "The router \"edge-1\" (127.0.0.1:" + router.apiPort() + ") ";
  }
}
