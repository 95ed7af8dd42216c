package io.proxpanel.backup.agent.destination.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.commons.net.MalformedServerReplyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each failure has the code that says what to do about it, and a sentence with the server's name.
 */
class FtpErrorsTest {
  private static final FtpErrors ERRORS = new FtpErrors("off-site", "ftp.example.com", 2121);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "421|There are too many connected users, please try later.|DestinationUnreachable",
        "421|Idle timeout.|DestinationUnreachable",
        "530|Sorry, the maximum number of clients (2) are already connected.|DestinationUnreachable",
        "530|Please login with USER and PASS.|DestinationLoginRefused",
        "425|Failed to establish connection.|DestinationUnreachable",
        "426|Failure reading network stream.|DestinationUnreachable",
        "451|Error during read from data connection|DestinationUnreachable",
        "425|Unable to build data connection: TLS session not reused|DestinationProtocolError",
        "522|SSL connection failed: session reuse required|DestinationProtocolError",
        "550|Permission denied.|DestinationPermissionDenied",
        "553|Could not create file.|DestinationPermissionDenied",
        "532|Need account for storing files.|DestinationPermissionDenied",
        "452|Insufficient storage space|DestinationFull",
        "552|Exceeded storage allocation|DestinationFull",
        "451|Write error: No space left on device|DestinationFull",
        "451|Failure writing to local file.|DestinationFull",
        "451|Error during write to file 451 Transfer aborted|DestinationFull",
        "550|Quota exceeded.|DestinationFull",
        "553|Disk full - please upload later|DestinationFull",
        "451|Local error in processing.|DestinationProtocolError",
        "500|Unknown command.|DestinationProtocolError",
        "502|Command not implemented.|DestinationProtocolError",
      })
  void anAnswerHasItsCode(int code, String text, ErrorCode expected) {
    AgentException failure = ERRORS.of(reply(code, text), "listing the folder");
    assertThat(failure.code()).isEqualTo(expected);
    assertThat(failure)
        .hasMessageStartingWith(
            "The FTP server ftp.example.com:2121 of the destination \"off-site\" ")
        .hasMessageContaining(code + " " + text)
        .hasMessageContaining("listing the folder")
        .hasMessageEndingWith(".");
  }

  static Stream<Arguments> exceptions() {
    return Stream.of(
        Arguments.of(new UnknownHostException("ftp.example.com"), ErrorCode.DestinationNameUnknown),
        Arguments.of(new ConnectException("Connection refused"), ErrorCode.DestinationUnreachable),
        Arguments.of(
            new NoRouteToHostException("No route to host"), ErrorCode.DestinationUnreachable),
        Arguments.of(
            new SocketTimeoutException("Read timed out"), ErrorCode.DestinationUnreachable),
        Arguments.of(new SocketException("Broken pipe"), ErrorCode.DestinationUnreachable),
        Arguments.of(new EOFException(), ErrorCode.DestinationUnreachable),
        Arguments.of(
            new SSLHandshakeException("Remote host terminated the handshake"),
            ErrorCode.DestinationUnreachable),
        Arguments.of(
            new SSLException("Connection reset", new SocketException("Connection reset")),
            ErrorCode.DestinationUnreachable),
        Arguments.of(
            certificate("PKIX path building failed"), ErrorCode.DestinationCertificateRefused),
        Arguments.of(
            certificate("No name matching ftp.example.com found"),
            ErrorCode.DestinationCertificateRefused),
        Arguments.of(
            certificate("NotAfter: Mon Jan 01 00:00:00 UTC 2001"),
            ErrorCode.DestinationCertificateRefused),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: bad_certificate"),
            ErrorCode.DestinationCertificateRefused),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: protocol_version"),
            ErrorCode.DestinationProtocolError),
        Arguments.of(
            new SSLException("Unsupported or unrecognized SSL message"),
            ErrorCode.DestinationProtocolError),
        Arguments.of(
            new MalformedServerReplyException("SSH-2.0-OpenSSH_9.2"),
            ErrorCode.DestinationProtocolError));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void anExceptionHasItsCode(IOException e, ErrorCode expected) {
    AgentException failure = ERRORS.of(e, "storing the file \"x\"");
    assertThat(failure.code()).isEqualTo(expected);
    assertThat(failure)
        .hasMessageStartingWith(
            "The FTP server ftp.example.com:2121 of the destination \"off-site\" ")
        .hasMessageContaining(": ")
        .hasMessageEndingWith(".")
        .hasCause(e);
  }

  @Test
  void aFailureThatWasExplainedStaysAsItIs() {
    AgentException explained = new AgentException(ErrorCode.PgDumpFailed, "The dump broke.");
    assertThat(ERRORS.of(explained.asIOException(), "storing")).isSameAs(explained);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "530|Login incorrect.|DestinationLoginRefused",
        "430|Invalid username or password|DestinationLoginRefused",
        "530|Sorry, the maximum number of clients (2) are already connected.|DestinationUnreachable",
        "421|2 users (the maximum) are already logged in, sorry|DestinationUnreachable",
        "421|There are too many connections from your internet address.|DestinationUnreachable",
        "530|Non-anonymous sessions must use encryption.|DestinationProtocolError",
        "550|SSL/TLS required on the control channel|DestinationProtocolError",
        "500|OOPS: cannot change directory:/home/x|DestinationProtocolError",
      })
  void aRefusedLoginIsNotTheSameAsOneTooMany(int code, String text, ErrorCode expected) {
    AgentException failure = ERRORS.login(reply(code, text));
    assertThat(failure.code()).isEqualTo(expected);
    assertThat(failure).hasMessageContaining(code + " " + text).hasMessageEndingWith(".");
  }

  @Test
  void whatAServerSaysCannotPlayTricksOnATerminal() {
    String long200 = "x".repeat(500);
    assertThat(ERRORS.of(reply(500, "a\u001b[2Jb\r\nc\u0007" + long200), "listing").getMessage())
        .contains("500 a [2Jb c xxx")
        .hasSizeLessThan(450)
        .doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void aSecretThatAServerRepeatsIsLeftOut() {
    FtpErrors errors = new FtpErrors("x", "ftp.example.net", 21);
    errors.said().hide("s3cret", "[password]");
    Reply reply = new Reply(530, List.of("530 joe with s3cret failed"), errors.said());
    assertThat(errors.login(reply)).hasMessageContaining("joe with [password] failed");
    assertThat(errors.of(reply, "listing")).message().doesNotContain("s3cret");
    assertThat(errors.of(new MalformedServerReplyException("s3cret"), "listing"))
        .message()
        .doesNotContain("s3cret");
    assertThat(new ReplyException(reply)).message().doesNotContain("s3cret");
  }

  @Test
  void anAddressOfVersionSixStandsInBrackets() {
    assertThat(new FtpErrors("x", "2001:db8::1", 21).protocol("is odd.").getMessage())
        .startsWith("The FTP server [2001:db8::1]:21 of the destination \"x\" is odd.");
  }

  private static SSLHandshakeException certificate(String why) {
    SSLHandshakeException e = new SSLHandshakeException(why);
    e.initCause(new CertificateException(why));
    return e;
  }

  private static Reply reply(int code, String text) {
    return new Reply(code, List.of(code + " " + text));
  }
}
