package io.proxpanel.backup.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.RouterSettings;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.controller.fake.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sentences about destinations, routers and restores. */
class FailureTextTest {
  private static final Failure REFUSED =
      new Failure(ErrorCode.DestinationLoginRefused, "The login was refused: check the password.");

  @Test
  void aLoginThatIsRefusedNamesWhereItIsReadFrom() throws Exception {
    Destination ssh =
        destination(
            """
            {"name": "ssh", "sftp": {"host": "h", "username": "u",
              "privateKeySecretRef": {"name": "ssh", "key": "id"},
              "passphraseSecretRef": {"name": "ssh", "key": "phrase"},
              "hostKeySecretRef": {"name": "hosts", "key": "known"}}}
            """);

    assertThat(FailureText.at(ssh, REFUSED).message())
        .isEqualTo(
            "The login was refused: check the password (Secret \"ssh\", key \"id\", Secret \"ssh\","
                + " key \"phrase\").");
    Failure full = new Failure(ErrorCode.DestinationFull, "It is full.");
    assertThat(FailureText.at(ssh, full)).isEqualTo(full);
  }

  @Test
  void withoutASecretNoneIsNamed() throws Exception {
    Destination s3 = destination("{\"name\": \"s3\", \"s3\": {\"bucket\": \"b\"}}");

    assertThat(FailureText.at(s3, REFUSED)).isEqualTo(REFUSED);
  }

  @Test
  void aRouterWithASecretOfItsOwnIsNotToldToHaveThePasswordOfTheDefaults() {
    RouterSettings defaults = new RouterSettings();
    defaults.passwordSecretRef = new SecretKeyRef("routers", "password");
    Mounts mounts = new Mounts();
    String folder = mounts.folders(List.of("edge-1"), List.of("host", "password"));

    assertThat(router("It refuses.", mounts, defaults))
        .isEqualTo("It refuses (Secret \"routers\", key \"password\").");
    assertThat(
            router(
                "It refuses. The password is from " + folder + "/edge-1/password.",
                mounts,
                defaults))
        .isEqualTo("It refuses. The password is from the Secret \"edge-1\", key \"password\".");
  }

  /** What the agent says is told by whoever has not looked the Secrets up, as in a later pass. */
  @Test
  void aPathInAFolderOfASecretIsToldAsItsKey() {
    assertThat(
            new Mounts()
                .inWords(
                    "The router \"a\" has no host:"
                        + " /run/backup/secrets/shared/by-name/edge-1.isp/host is missing."))
        .isEqualTo(
            "The router \"a\" has no host: the Secret \"edge-1.isp\", key \"host\" is missing.");
  }

  @Test
  void adviceAboutPasswordsIsForAFileThatNoPasswordOpens() {
    Mounts mounts = new Mounts();
    String path = mounts.secret("key-0", new SecretKeyRef("panel-db", "password"));

    assertThat(
            restore(
                "No key opens a.bak, or it is damaged: tried the password from the file "
                    + path
                    + ", in both key orders.",
                mounts))
        .isEqualTo(
            "No key opens a.bak, or it is damaged: tried the password from the Secret \"panel-db\","
                + " key \"password\", in both key orders. A password is given to another Restore,"
                + " under keys.passwords: this one cannot change.");
    assertThat(
            restore(
                "None of the 2 destinations could be used. \"a\": a.bak was cut. \"b\": No key opens"
                    + " a.bak.",
                mounts))
        .endsWith(
            "No key opens a.bak. A password is given to another Restore, under"
                + " keys.passwords: this one cannot change.");
    for (String damaged :
        List.of(
            "a.bak is damaged: the password from "
                + path
                + " opens its beginning, but its end does not match its content; take another"
                + " copy.",
            "a.bak was changed after it had been authenticated: see who writes to it, and start"
                + " again.")) {
      assertThat(restore(damaged, mounts)).doesNotContain("keys.passwords");
    }
  }

  private static String restore(String message, Mounts mounts) {
    Failure failure = new Failure(ErrorCode.WrongKeyOrDamaged, message);
    return FailureText.ofRestore(failure, mounts, Samples.database()).message();
  }

  private static String router(String message, Mounts mounts, RouterSettings settings) {
    return FailureText.told(new Failure(ErrorCode.RouterLoginRefused, message), mounts, settings)
        .message();
  }

  private static Destination destination(String json) throws Exception {
    return Json.read(json, Destination.class);
  }
}
