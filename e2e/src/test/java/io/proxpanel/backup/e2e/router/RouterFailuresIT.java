package io.proxpanel.backup.e2e.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.api.RouterPatience;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports that go wrong: each has its sentence, and nothing stays on the router. */
class RouterFailuresIT extends RouterTestCase {
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
            + (middle ? "did not end its answer" : "did not answer")
            + " in time while reading the file of its export ("
            + (middle ? "no end of the answer" : "no answer")
            + " in 1 s): check the line and the router's load, or allow it more time.");
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
            + "did not end its answer in time while reading what it is (no end of the answer in"
            + " 1 s): check the line and the router's load, or allow it more time.");
  }

  @Test
  void aRouterMayTakeItsTimeForEachStepAndNotForAllOfThem() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().slowExport(2_000, Duration.ofMillis(30), true);
    RouterPatience twoSeconds =
        new RouterPatience(
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofMinutes(10),
            Duration.ofMillis(50),
            Duration.ofSeconds(15),
            Duration.ofSeconds(2));

    AgentException e =
        catchThrowableOfType(
            AgentException.class,
            () -> lab.agent(twoSeconds).fetch(lab.settings(router).router(), lab.results()));

    assertThat(e)
        .hasMessage(
            named(router)
                + "was not done after 2 s, which is as long as one router may take in all: check"
                + " the line and its load, or allow it more time for its export.");
    assertThat(e.code()).isEqualTo(ErrorCode.RouterExportIncomplete);
    assertThat(lab.cleanup().size()).isZero();
    // What it had made was removed over another connection.
    assertThat(router.requests()).anyMatch(request -> request.command().equals("/file/remove"));
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

  private static long logins(RouterEmulator router) {
    return router.requests().stream().filter(r -> r.command().equals("/login")).count();
  }
}
