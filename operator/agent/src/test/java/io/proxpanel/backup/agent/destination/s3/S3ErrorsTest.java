package io.proxpanel.backup.agent.destination.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Instant;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ErrorsTest {
  private static final String KEY = "backups/a.proisp.bak";
  private final S3Errors errors =
      new S3Errors(
          new Destination.S3(
              "https://s3.example.net",
              "eu-central-1",
              "panel",
              "backups",
              true,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null));

  @ParameterizedTest
  @CsvSource({
    "403, InvalidAccessKeyId, DestinationLoginRefused, access key",
    "403, SignatureDoesNotMatch, DestinationLoginRefused, access key",
    "400, ExpiredToken, DestinationLoginRefused, access key",
    "403, RequestTimeTooSkewed, DestinationLoginRefused, clock",
    "403, AccessDenied, DestinationPermissionDenied, s3:PutObject",
    "403, '', DestinationPermissionDenied, s3:PutObject",
    "404, NoSuchBucket, FolderMissing, create it",
    "404, NoSuchKey, FileMissing, prefix",
    "301, PermanentRedirect, DestinationProtocolError, region",
    "400, AuthorizationHeaderMalformed, DestinationProtocolError, region",
    "503, SlowDown, DestinationUnreachable, look at its state",
    "500, InternalError, DestinationUnreachable, look at its state",
    "502, '', DestinationUnreachable, look at its state",
    "403, QuotaExceeded, DestinationFull, room",
    "507, XMinioStorageFull, DestinationFull, room",
    "507, '', DestinationFull, room",
    "400, InvalidRequest, DestinationProtocolError, log",
    "501, NotImplemented, DestinationProtocolError, log"
  })
  void eachAnswerHasItsCode(int status, String code, ErrorCode expected, String says) {
    AgentException e = errors.of("writing", KEY, answer(status, code));
    assertThat(e.code()).isEqualTo(expected);
    assertThat(e).hasMessageContaining(says);
    assertThat(e.getMessage()).contains("s3.example.net").endsWith(".").matches("[A-Z].*");
  }

  @Test
  void whatIsNoAnswerIsTheConnections() {
    assertThat(codeOf(new UnknownHostException("s3.example.net")))
        .isEqualTo(ErrorCode.DestinationNameUnknown);
    assertThat(codeOf(new ConnectException("Connection refused")))
        .isEqualTo(ErrorCode.DestinationUnreachable);
    assertThat(codeOf(new IOException("Premature EOF")))
        .isEqualTo(ErrorCode.DestinationUnreachable);
    SSLHandshakeException untrusted = new SSLHandshakeException("PKIX path building failed");
    untrusted.initCause(new CertificateException("No name matching s3.example.net found"));
    assertThat(codeOf(untrusted)).isEqualTo(ErrorCode.DestinationCertificateRefused);
    assertThat(codeOf(new SSLHandshakeException("Received fatal alert: handshake_failure")))
        .isEqualTo(ErrorCode.DestinationUnreachable);
  }

  @Test
  void withoutCredentialsTheLoginIsWhatFails() {
    AgentException e =
        errors.of(
            "writing",
            KEY,
            SdkClientException.create("Unable to load credentials from any of the providers"));
    assertThat(e.code()).isEqualTo(ErrorCode.DestinationLoginRefused);
    assertThat(e).hasMessageContaining("service account");
  }

  @Test
  void aFailureThatIsFoundAlreadyStays() {
    AgentException found = errors.nameTaken(KEY);
    assertThat(errors.of("writing", KEY, wrapped(found.asIOException()))).isSameAs(found);
    assertThat(errors.of("writing", KEY, AbortedException.create("aborted")).code())
        .isEqualTo(ErrorCode.DestinationUnreachable);
  }

  @Test
  void whatIsKeptSaysUntilWhen() {
    AgentException e = errors.immutable(KEY, Instant.parse("2026-12-24T18:00:00.123Z"), null);
    assertThat(e.code()).isEqualTo(ErrorCode.FileImmutable);
    assertThat(e).hasMessageContaining("before 2026-12-24T18:00:00Z");
    assertThat(errors.immutable(KEY, null, null)).hasMessageContaining("deleted yet");
  }

  private ErrorCode codeOf(IOException e) {
    return errors.of("writing", KEY, wrapped(e)).code();
  }

  private static SdkClientException wrapped(IOException e) {
    return SdkClientException.create("Unable to execute HTTP request", e);
  }

  private static Throwable answer(int status, String code) {
    return S3Exception.builder()
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("words").build())
        .build();
  }
}
