package io.proxpanel.backup.e2e.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificate of a router is trusted, and which is not. */
class RouterCertificatesIT extends CertifiedRouterTestCase {
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
        RouterLab.named(router.apiSslPort())
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
        RouterLab.named(router.apiSslPort())
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
        RouterLab.named(router.apiSslPort())
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
        RouterLab.named(router.apiSslPort())
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
        RouterLab.named(router.apiSslPort())
            + "and the agent found no way to speak TLS (Received fatal alert: handshake_failure):"
            + " give api-ssl a certificate on the router (\"/ip service set api-ssl"
            + " certificate=…\"), and allow TLS 1.2 there.");
  }
}
