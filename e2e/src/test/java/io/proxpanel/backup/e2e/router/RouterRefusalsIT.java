package io.proxpanel.backup.e2e.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.router.api.RouterPatience;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is not let in, and who is not trusted. */
class RouterRefusalsIT {
  @TempDir private static Path shared;
  private static RouterCertificates certificates;
  @TempDir private Path folder;
  private RouterLab lab;

  @BeforeAll
  static void certificates() throws IOException {
    certificates = RouterCertificates.make(shared);
  }

  @BeforeEach
  void open() throws IOException {
    lab = new RouterLab(folder);
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
  }

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
    assertThat(lab.fetch(lab.settings(router)).unexported()).isEmpty();
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

  @ParameterizedTest
  @ValueSource(strings = {"authority", "fingerprint", "colons", "none"})
  void aCertificateIsAcceptedAsTheSettingsSay(String way) throws Exception {
    RouterCertificates.One own =
        way.equals("authority") ? certificates.good() : certificates.other();
    RouterEmulator router = lab.router(RouterModel.seven(), RouterSettings.USER, own.context());
    RouterSettings settings = lab.settings(router).port(router.apiSslPort());
    switch (way) {
      case "authority" -> settings.tls(own.authority(), null, false);
      case "fingerprint" -> settings.tls(null, own.fingerprint(), false);
      case "colons" ->
          settings.tls(
              null,
              "SHA256:"
                  + own.fingerprint()
                      .toUpperCase(java.util.Locale.ROOT)
                      .replaceAll("..(?!$)", "$0:"),
              false);
      default -> settings.tls(null, null, true);
    }

    assertThat(lab.fetch(settings).kind()).isEqualTo(Router.Fetch.Api);
  }

  @Test
  void aPinnedCertificateMayHaveExpired() throws Exception {
    RouterEmulator router =
        lab.router(RouterModel.seven(), RouterSettings.USER, certificates.expired().context());

    assertThat(
            lab.fetch(
                    lab.settings(router)
                        .port(router.apiSslPort())
                        .tls(null, certificates.expired().fingerprint(), false))
                .kind())
        .isEqualTo(Router.Fetch.Api);
  }

  @Test
  void anotherCertificateThanThePinnedOneIsRefused() throws Exception {
    RouterEmulator router =
        lab.router(RouterModel.seven(), RouterSettings.USER, certificates.other().context());

    lab.fails(
        lab.settings(router)
            .port(router.apiSslPort())
            .tls(null, certificates.good().fingerprint(), false),
        ErrorCode.RouterCertificateRefused,
        tlsNamed(router)
            + "shows a certificate with the fingerprint "
            + certificates.other().fingerprint()
            + ", and "
            + certificates.good().fingerprint()
            + " is expected: somebody may be in between. If \"/certificate print detail\" on the"
            + " router has the first one, write that into the fingerprint.");
  }

  @Test
  void aCertificateOfNobodyIsRefused() throws Exception {
    RouterEmulator router =
        lab.router(RouterModel.seven(), RouterSettings.USER, certificates.good().context());
    String refused =
        tlsNamed(router)
            + "shows a certificate that is not accepted (unable to find valid certification path"
            + " to requested target): check its name and its dates, and the authority that is"
            + " given. If \"/certificate print detail\" on the router has the fingerprint "
            + certificates.good().fingerprint()
            + ", that can be given instead.";
    RouterSettings settings = lab.settings(router).port(router.apiSslPort());

    lab.fails(settings.tls(null, null, false), ErrorCode.RouterCertificateRefused, refused);
    lab.fails(
        settings.tls(certificates.other().authority(), null, false),
        ErrorCode.RouterCertificateRefused,
        refused);
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    RouterEmulator router =
        lab.router(RouterModel.seven(), RouterSettings.USER, certificates.expired().context());

    lab.fails(
        lab.settings(router)
            .port(router.apiSslPort())
            .tls(certificates.expired().authority(), null, false),
        ErrorCode.RouterCertificateRefused,
        tlsNamed(router)
            + "shows a certificate that is not accepted ("
            + certificates.expired().validity()
            + "): check its name and its dates, and the authority that is given. If \"/certificate"
            + " print detail\" on the router has the fingerprint "
            + certificates.expired().fingerprint()
            + ", that can be given instead.");
  }

  @Test
  void aCertificateOfAnotherNameIsRefused() throws Exception {
    RouterEmulator router =
        lab.router(RouterModel.seven(), RouterSettings.USER, certificates.other().context());

    lab.fails(
        lab.settings(router)
            .port(router.apiSslPort())
            .tls(certificates.other().authority(), null, false),
        ErrorCode.RouterCertificateRefused,
        tlsNamed(router)
            + "shows a certificate that is not accepted (No subject alternative names matching IP"
            + " address 127.0.0.1 found): check its name and its dates, and the authority that is"
            + " given. If \"/certificate print detail\" on the router has the fingerprint "
            + certificates.other().fingerprint()
            + ", that can be given instead.");
  }

  @Test
  void aRouterWithoutACertificateIsToldSo() throws Exception {
    SSLContext none = SSLContext.getInstance("TLS");
    none.init(new KeyManager[0], null, null);
    RouterEmulator router = lab.router(RouterModel.seven(), RouterSettings.USER, none);

    lab.fails(
        lab.settings(router).port(router.apiSslPort()).tls(null, null, true),
        ErrorCode.RouterProtocolError,
        tlsNamed(router)
            + "and the agent found no way to speak TLS (Received fatal alert: handshake_failure):"
            + " give api-ssl a certificate on the router (\"/ip service set api-ssl"
            + " certificate=…\"), and allow TLS 1.2 there.");
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
        "The router \"edge-1\" (127.0.0.1:"
            + router.sshPort()
            + ") is something else than RouterOS's API on this port (no sentence begins like this:"
            + " \"SS\"): check host and port.");
    lab.fails(
        lab.settings(router).port(router.apiSslPort()),
        ErrorCode.RouterProtocolError,
        tlsNamed(router)
            + "speaks TLS on this port: set tls for it, or the port of api, which is 8728 unless"
            + " \"/ip service\" says otherwise.");
    lab.fails(
        lab.settings(router).port(router.ftpPort()).tls(null, null, true),
        ErrorCode.RouterProtocolError,
        "The router \"edge-1\" (127.0.0.1:"
            + router.ftpPort()
            + ") does not speak TLS on this port (Unsupported or unrecognized SSL message):"
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
      String named = "The router \"edge-1\" (127.0.0.1:" + silent.getLocalPort() + ") ";
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
              + "does not speak TLS on this port (Read timed out): api-ssl has the port 8729 unless"
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
        "The router \"edge-1\" (127.0.0.1:"
            + nobodys
            + ") cannot be connected to (Connection refused): check host and port, that it runs,"
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
            + "ended the connection before it answered (the connection ended within a word): check"
            + " that \"/ip service\" lets this address use api, and that the port is that of api.");
  }

  private static String named(RouterEmulator router) {
    return "The router \"edge-1\" (127.0.0.1:" + router.apiPort() + ") ";
  }

  private static String tlsNamed(RouterEmulator router) {
    return "The router \"edge-1\" (127.0.0.1:" + router.apiSslPort() + ") ";
  }
}
