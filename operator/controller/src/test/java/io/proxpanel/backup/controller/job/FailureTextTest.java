package io.proxpanel.backup.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import org.junit.jupiter.api.Test;

/** Sentences about destinations. */
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

  private static Destination destination(String json) throws Exception {
    return Json.read(json, Destination.class);
  }
}
