package io.proxpanel.backup.agent.destination.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SftpErrorsTest {
  private static final String PATH = "backups/a.proisp.bak";
  private final SftpErrors errors =
      new SftpErrors(
          new Destination.Sftp(
              "nas.example.net", 2222, "backups", "u", null, null, null, null, null, List.of()));

  @ParameterizedTest
  @CsvSource({
    SftpConstants.SSH_FX_PERMISSION_DENIED + ",DestinationPermissionDenied",
    SftpConstants.SSH_FX_WRITE_PROTECT + ",DestinationPermissionDenied",
    SftpConstants.SSH_FX_NO_SUCH_FILE + ",FileMissing",
    SftpConstants.SSH_FX_NO_SUCH_PATH + ",FileMissing",
    SftpConstants.SSH_FX_NO_SPACE_ON_FILESYSTEM + ",DestinationFull",
    SftpConstants.SSH_FX_QUOTA_EXCEEDED + ",DestinationFull",
    SftpConstants.SSH_FX_CONNECTION_LOST + ",DestinationUnreachable",
    SftpConstants.SSH_FX_FAILURE + ",DestinationProtocolError",
    SftpConstants.SSH_FX_OP_UNSUPPORTED + ",DestinationProtocolError",
    SftpConstants.SSH_FX_BAD_MESSAGE + ",DestinationProtocolError"
  })
  void eachStatusHasItsCode(int status, ErrorCode code) {
    AgentException e = errors.of("writing", PATH, new SftpException(status, "words"));
    assertThat(e.code()).isEqualTo(code);
    assertSentence(e);
  }

  @Test
  void whatIsNoStatusIsALostConnection() {
    IOException lost = new SshException("Channel is being closed");
    AgentException e = errors.of("writing", PATH, lost);
    assertThat(e.code()).isEqualTo(ErrorCode.DestinationUnreachable);
    assertSentence(e);
    assertThat(SftpErrors.isLoss(lost)).isTrue();
    assertThat(SftpErrors.isLoss(new SftpException(SftpConstants.SSH_FX_FAILURE, "Failure")))
        .isFalse();
  }

  @Test
  void aFailureThatIsFoundAlreadyStays() {
    AgentException found = errors.nameTaken(PATH);
    assertThat(errors.of("writing", PATH, found.asIOException())).isSameAs(found);
  }

  @Test
  void fullSaysWhatTheServerSaysOfItsRoom() {
    SftpException failure = new SftpException(SftpConstants.SSH_FX_FAILURE, "Failure");
    AgentException known = errors.full(PATH, OptionalLong.of(17), failure);
    assertThat(known.code()).isEqualTo(ErrorCode.DestinationFull);
    assertThat(known).hasMessageContaining("17 bytes are free");
    assertThat(errors.full(PATH, OptionalLong.empty(), failure))
        .hasMessageContaining("does not say how much is free");
  }

  @Test
  void eachOfTheOthersHasItsCodeToo() {
    Throwable cause = new IOException("Connection refused");
    assertThat(errors.nameUnknown("nas.example.net", cause).code())
        .isEqualTo(ErrorCode.DestinationNameUnknown);
    assertThat(errors.unreachable("refused", cause).code())
        .isEqualTo(ErrorCode.DestinationUnreachable);
    assertThat(errors.noKnownKey("no file").code()).isEqualTo(ErrorCode.DestinationHostKeyRefused);
    AgentException refused = errors.hostKeyRefused(List.of("ssh-ed25519 SHA256:x"), "y is known");
    assertThat(refused.code()).isEqualTo(ErrorCode.DestinationHostKeyRefused);
    assertThat(refused).hasMessageContaining("ssh-ed25519 SHA256:x");
    assertThat(errors.loginRefused("u", List.of("the password"), cause).code())
        .isEqualTo(ErrorCode.DestinationLoginRefused);
    assertThat(errors.noSftp(cause).code()).isEqualTo(ErrorCode.DestinationProtocolError);
    assertThat(errors.noAgreement(cause).code()).isEqualTo(ErrorCode.DestinationProtocolError);
    for (AgentException e :
        List.of(
            errors.unreachable("refused", cause),
            refused,
            errors.loginRefused("u", List.of("the password"), cause),
            errors.noSftp(cause))) {
      assertSentence(e);
    }
  }

  @Test
  void aLoginIsRefusedByTheServersWordAndNotByALostConnection() {
    assertThat(
            SftpErrors.isLoginRefusal(
                new SshException(
                    SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, "No more")))
        .isTrue();
    assertThat(
            SftpErrors.isLoginRefusal(
                new SshException(
                    SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
                    "Too many authentication failures")))
        .isTrue();
    assertThat(SftpErrors.isLoginRefusal(new SshException("Session is being closed"))).isFalse();
    assertThat(SftpErrors.isLoginRefusal(null)).isFalse();
  }

  private static void assertSentence(AgentException e) {
    assertThat(e).hasMessageContaining("nas.example.net:2222");
    assertThat(e.getMessage()).endsWith(".").contains(": ");
  }
}
