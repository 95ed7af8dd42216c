package io.proxpanel.backup.e2e.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.router.api.RouterPatience;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is not let in, and who is not trusted. */
class RouterRefusalsIT extends CertifiedRouterTestCase {
  @ParameterizedTest
  @CsvSource({
    "7.16 (stable), invalid user name or password (6)",
    "6.49.10 (long-term), invalid user name or password (6)",
    "6.42.12 (long-term), cannot log in"
  })
  void aWrongPasswordIsRefused(String version, String words) throws Exception {
    RouterEmulator router = lab.router(RouterModel.small().withVersion(version));

    lab.fails(
        lab.settings(router).password("wrong"),
        ErrorCode.RouterLoginRefused,
        named(router)
            + "refuses the login of \"backup\" (\""
            + words
            + "\"): check user name and password, that the user's group has the policy api, and"
            + " that the user may log in from here (\"/user print detail\").");
  }

  @Test
  void olderRoutersAskForTheAnswerToAChallenge() throws Exception {
    RouterEmulator router = lab.router(RouterModel.small().withVersion("6.42.12 (long-term)"));

    assertThat(lab.fetch(lab.settings(router)).facts().version()).isEqualTo("6.42.12 (long-term)");
    assertThat(
            router.requests().stream()
                .filter(request -> request.command().equals("/login"))
                .map(request -> request.arguments().keySet().toString()))
        .containsExactly("[name, password]", "[name, response]");
  }

  @Test
  void aUserWithoutThePolicyApiIsToldSo() throws Exception {
    RouterEmulator router =
        lab.router(RouterModel.seven(), RouterSettings.USER.without("api"), null);

    lab.fails(
        lab.settings(router),
        ErrorCode.RouterPermissionDenied,
        named(router)
            + "does not let \"backup\" use its API (\"not enough permissions (9)\"): give the"
            + " user's group the policy api (\"/user group\").");
  }

  @ParameterizedTest
  @CsvSource({"ftp, ftp", "write, write", "ftp write, ftp and write"})
  void policiesThatLackForAnExportAreNamed(String missing, String words) throws Exception {
    RouterEmulator router =
        lab.router(RouterModel.seven(), RouterSettings.USER.without(missing.split(" ")), null);

    lab.fails(
        lab.settings(router),
        ErrorCode.RouterPermissionDenied,
        named(router)
            + "does not let \"backup\" make its export (\"not enough permissions (9)\"): give"
            + " the user's group the policies ftp, read and write (\"/user group\"); it lacks "
            + words
            + ".");
  }

  @Test
  void aUserWhoMayNotEvenReadIsToldSo() throws Exception {
    RouterEmulator router =
        lab.router(RouterModel.seven(), RouterSettings.USER.without("read"), null);

    lab.fails(
        lab.settings(router),
        ErrorCode.RouterPermissionDenied,
        named(router)
            + "does not permit reading what it is (\"not enough permissions (9)\"): give"
            + " the user's group the policies for it.");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noExportIsTakenFromWhichPasswordsWouldBeLeftOutInSilence(boolean seven) throws Exception {
    RouterEmulator router =
        lab.router(
            seven ? RouterModel.seven() : RouterModel.six(),
            RouterSettings.USER.without("sensitive"),
            null);

    lab.fails(
        lab.settings(router).sensitive(),
        ErrorCode.RouterPermissionDenied,
        named(router)
            + "does not let \"backup\" see passwords and keys, which are to be exported: give the"
            + " user's group the policies ftp, read, sensitive and write (\"/user group\"); it"
            + " lacks sensitive.");
    assertThat(lab.fetch(lab.settings(router)).rsc()).isNotEmptyFile();
  }

  @Test
  void policiesThatLackForABinaryBackupAreNamed() throws Exception {
    RouterEmulator router =
        lab.router(RouterModel.seven(), RouterSettings.USER.without("policy", "test"), null);

    lab.fails(
        lab.settings(router).binaryBackup("x"),
        ErrorCode.RouterPermissionDenied,
        named(router)
            + "does not let \"backup\" make its binary backup (\"not enough permissions"
            + " (9)\"): give the user's group the policies ftp, policy, read, sensitive, test and"
            + " write (\"/user group\"); it lacks policy and test.");
  }

  @Test
  void aUserWhoMayNotLogInBySshIsToldSo() throws Exception {
    RouterEmulator router = lab.router(RouterModel.six(), RouterSettings.USER.without("ssh"), null);

    lab.fails(
        lab.settings(router).fetch(Router.Fetch.Sftp).hostKeys(router.hostKeyFingerprint()),
        ErrorCode.RouterPermissionDenied,
        named(router)
            + "does not let \"backup\" log in by SSH: give the user's group the policies ssh, ftp,"
            + " read and write (\"/user group\"); it lacks ssh.");
  }

  @Test
  void anotherHostKeyIsRefused() throws Exception {
    RouterEmulator router = lab.router(RouterModel.six());
    String expected = "SHA256:" + "A".repeat(43);

    lab.fails(
        lab.settings(router).fetch(Router.Fetch.Sftp).hostKeys(expected),
        ErrorCode.RouterHostKeyRefused,
        "The SSH server 127.0.0.1:"
            + router.sshPort()
            + " of the router \"edge-1\" shows the host key ssh-rsa "
            + router.hostKeyFingerprint()
            + ", and what is expected is "
            + expected
            + ": somebody may be in between. If the server's administrator confirms the"
            + " fingerprint, write it into hostKeyFingerprints, or the server's key into the host"
            + " key file.");
  }

  @Test
  void sftpWithoutAHostKeyIsRefused() throws Exception {
    RouterEmulator router = lab.router(RouterModel.six());

    lab.fails(
        lab.settings(router).fetch(Router.Fetch.Sftp),
        ErrorCode.RouterHostKeyRefused,
        "Nothing says which host key the SSH server 127.0.0.1:"
            + router.sshPort()
            + " of the router \"edge-1\" has (neither a host key file nor a fingerprint is given):"
            + " write what \"ssh-keyscan\" prints for it into the host key file, or the"
            + " fingerprint, as SHA256:…, into hostKeyFingerprints, after the server's"
            + " administrator has confirmed it.");
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());

    lab.fails(
        lab.settings(router).tls(null, "ab".repeat(32), true),
        ErrorCode.TaskInvalid,
        "The settings tls of the router \"edge-1\" name more than one of authority, fingerprint and"
            + " skipVerification: name one.");
    lab.fails(
        lab.settings(router).tls(null, "abc", false),
        ErrorCode.TaskInvalid,
        "The fingerprint in tls of the router \"edge-1\" is not a SHA-256 in hexadecimal: copy the"
            + " fingerprint that \"/certificate print detail\" shows on the router.");
  }

  @Test
  void aPortOfSomethingElseIsToldSo() throws Exception {
    RouterEmulator router =
        lab.router(RouterModel.seven(), RouterSettings.USER, certificates.good().context());

    lab.fails(
        lab.settings(router).port(router.sshPort()),
        ErrorCode.RouterProtocolError,
        RouterLab.named(router.sshPort())
            + "is something else than RouterOS's API on this port (no sentence begins like this:"
            + " \"SS\"): check host and port.");
    lab.fails(
        lab.settings(router).port(router.apiSslPort()),
        ErrorCode.RouterProtocolError,
        RouterLab.named(router.apiSslPort())
            + "speaks TLS on this port: set tls for it, or the port of api, which is 8728 unless"
            + " \"/ip service\" says otherwise.");
    lab.fails(
        lab.settings(router).port(router.ftpPort()).tls(null, null, true),
        ErrorCode.RouterProtocolError,
        RouterLab.named(router.ftpPort())
            + "does not speak TLS on this port (Unsupported or unrecognized SSL message):"
            + " api-ssl has the port 8729 unless \"/ip service\" says otherwise, and needs a"
            + " certificate there.");
  }

  @Test
  void aPortThatNeverAnswersIsToldSo() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    RouterPatience impatient =
        new RouterPatience(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(50),
            Duration.ofSeconds(3));
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String named = RouterLab.named(silent.getLocalPort());
      lab.fails(
          lab.agent(impatient),
          lab.settings(router).port(silent.getLocalPort()),
          ErrorCode.RouterProtocolError,
          named
              + "accepts the connection and does not answer to a login (no answer in 1 s): check"
              + " that the port is that of api, and that the router is not overloaded.");
      lab.fails(
          lab.agent(impatient),
          lab.settings(router).port(silent.getLocalPort()).tls(null, null, true),
          ErrorCode.RouterProtocolError,
          named
              + "did not answer with TLS on this port (Read timed out): api-ssl has the port 8729 unless"
              + " \"/ip service\" says otherwise, and needs a certificate there.");
    }
  }

  @Test
  void aRouterThatCannotBeReachedIsToldSo() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    int nobodys;
    try (ServerSocket free = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      nobodys = free.getLocalPort();
    }

    lab.fails(
        lab.settings(router).port(nobodys),
        ErrorCode.RouterUnreachable,
        RouterLab.named(nobodys)
            + "cannot be connected to (Connection refused): check host and port, that it runs,"
            + " that \"/ip service\" has api enabled, and firewalls.");
    lab.fails(
        lab.settings(router).host("no-such-router.invalid"),
        ErrorCode.RouterNameUnknown,
        "The router \"edge-1\" (no-such-router.invalid:"
            + router.apiPort()
            + ") has a host name that cannot be resolved: correct it, or see to the cluster's"
            + " DNS.");
  }

  @Test
  void aServiceThatEndsConnectionsFromHereIsToldSo() throws Exception {
    RouterEmulator router = lab.router(RouterModel.seven());
    router.faults().halfSentence("/login");

    lab.fails(
        lab.settings(router),
        ErrorCode.RouterUnreachable,
        named(router)
            + "ended the connection before it had answered a login (the connection ended within a"
            + " word): check that \"/ip service\" lets this address use api, and that the port is"
            + " that of api.");
  }
}
