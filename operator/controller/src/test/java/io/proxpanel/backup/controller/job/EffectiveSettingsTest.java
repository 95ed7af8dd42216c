package io.proxpanel.backup.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.ConfigMapKeyRef;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.RouterFetch;
import io.proxpanel.backup.api.v1.RouterSettings;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.controller.fake.RouterSamples;
import org.junit.jupiter.api.Test;

class EffectiveSettingsTest {
  private final RouterSettings defaults = new RouterSettings();
  private final RouterSettings own = new RouterSettings();

  private RouterSettings effective() {
    return EffectiveSettings.of(own, defaults);
  }

  @Test
  void whatARouterLeavesOutIsThatOfTheDefaults() {
    defaults.fetch = RouterFetch.Sftp;
    defaults.exportSeconds = 60;
    own.exportSeconds = 90;

    assertThat(effective().fetch).isEqualTo(RouterFetch.Sftp);
    assertThat(effective().exportSeconds).isEqualTo(90);
  }

  @Test
  void aUserOfItsOwnIsNotMixedWithTheDefaults() {
    defaults.usernameSecretRef = new SecretKeyRef("routers", "user");
    own.username = "admin";

    assertThat(effective().username).isEqualTo("admin");
    assertThat(effective().usernameSecretRef).isNull();
  }

  @Test
  void aFingerprintOfItsOwnTakesThePlaceOfTheAuthority() {
    defaults.caConfigMapRef = new ConfigMapKeyRef("ca", "ca.crt");
    own.certificateFingerprint = "ab".repeat(32);

    assertThat(effective().caConfigMapRef).isNull();
    assertThat(effective().certificateFingerprint).isEqualTo("ab".repeat(32));
  }

  @Test
  void thePortOfTheDefaultsIsThatOfTheirProtocol() {
    defaults.port = 18729;
    assertThat(effective().port).isEqualTo(18729);

    own.tls = false;
    assertThat(effective().port).isNull();

    own.port = 18728;
    assertThat(effective().port).isEqualTo(18728);
  }

  @Test
  void aRouterThatIsNotListedHasTheDefaults() {
    MikrotikBackupSpec spec = RouterSamples.spec("edge-1");
    spec.routers().get(0).username = "auditor";

    assertThat(EffectiveSettings.of("edge-1", spec).username).isEqualTo("auditor");
    assertThat(EffectiveSettings.of("found", spec).username).isEqualTo("backup");
    assertThat(EffectiveSettings.of("edge-1", RouterSamples.ofSecrets()).username)
        .isEqualTo("backup");
  }

  @Test
  void withoutDefaultsItsOwnCount() {
    own.username = "admin";

    assertThat(EffectiveSettings.of(own, null).username).isEqualTo("admin");
  }
}
