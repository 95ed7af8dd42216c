package io.proxpanel.backup.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Volume;
import io.proxpanel.backup.api.v1.ConfigMapKeyRef;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.contract.Json;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a destination is said to need is what its Jobs mount: a pod that names what nobody has
 * looked for never starts.
 */
class PlacesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"name": "ftp", "ftp": {"host": "h", "usernameSecretRef": {"name": "a", "key": "1"},
          "passwordSecretRef": {"name": "a", "key": "2"}, "caSecretRef": {"name": "a", "key": "3"},
          "clientCertificate": {"certificateSecretRef": {"name": "a", "key": "4"},
            "keySecretRef": {"name": "a", "key": "5"}}}}
        """,
        """
        {"name": "ftp", "ftp": {"host": "h", "username": "u",
          "passwordSecretRef": {"name": "a", "key": "2"},
          "caConfigMapRef": {"name": "c", "key": "1"}}}
        """,
        """
        {"name": "ssh", "sftp": {"host": "h", "usernameSecretRef": {"name": "a", "key": "1"},
          "passwordSecretRef": {"name": "a", "key": "2"},
          "privateKeySecretRef": {"name": "a", "key": "3"},
          "passphraseSecretRef": {"name": "a", "key": "4"},
          "hostKeySecretRef": {"name": "a", "key": "5"}}}
        """,
        """
        {"name": "ssh", "sftp": {"host": "h", "username": "u",
          "passwordSecretRef": {"name": "a", "key": "2"},
          "hostKeyConfigMapRef": {"name": "c", "key": "1"}}}
        """,
        """
        {"name": "s3", "s3": {"bucket": "b", "accessKeyIdSecretRef": {"name": "a", "key": "1"},
          "secretAccessKeySecretRef": {"name": "a", "key": "2"},
          "sessionTokenSecretRef": {"name": "a", "key": "3"},
          "caSecretRef": {"name": "a", "key": "4"}}}
        """,
        """
        {"name": "s3", "s3": {"bucket": "b", "caConfigMapRef": {"name": "c", "key": "1"}}}
        """,
        """
        {"name": "cloud", "cloud": {"licenseKeySecretRef": {"name": "a", "key": "1"},
          "caSecretRef": {"name": "a", "key": "2"}}}
        """,
        """
        {"name": "cloud", "cloud": {"licenseKeySecretRef": {"name": "a", "key": "1"},
          "caConfigMapRef": {"name": "c", "key": "1"}}}
        """
      })
  void needsWhatIsMounted(String json) throws Exception {
    Destination destination = Json.read(json, Destination.class);
    Mounts mounts = new Mounts();
    new DestinationMounts(mounts, false).of(destination);

    assertThat(Places.secrets(destination).map(PlacesTest::text).toList())
        .containsExactlyInAnyOrderElementsOf(mounted(mounts, "Secret"));
    assertThat(Places.configMaps(destination).map(PlacesTest::text).toList())
        .containsExactlyInAnyOrderElementsOf(mounted(mounts, "ConfigMap"));
    assertThat(Places.logins(destination).map(PlacesTest::text).collect(Collectors.toSet()))
        .isSubsetOf(Set.copyOf(mounted(mounts, "Secret")));
  }

  private static List<String> mounted(Mounts mounts, String kind) {
    return mounts.volumes().stream().flatMap(volume -> keys(volume, kind)).toList();
  }

  private static Stream<String> keys(Volume volume, String kind) {
    if (kind.equals("Secret")) {
      return volume.getSecret() == null
          ? Stream.empty()
          : volume.getSecret().getItems().stream()
              .map(item -> volume.getSecret().getSecretName() + "/" + item.getKey());
    }
    return volume.getConfigMap() == null
        ? Stream.empty()
        : volume.getConfigMap().getItems().stream()
            .map(item -> volume.getConfigMap().getName() + "/" + item.getKey());
  }

  private static String text(SecretKeyRef ref) {
    return ref.name() + "/" + ref.key();
  }

  private static String text(ConfigMapKeyRef ref) {
    return ref.name() + "/" + ref.key();
  }
}
