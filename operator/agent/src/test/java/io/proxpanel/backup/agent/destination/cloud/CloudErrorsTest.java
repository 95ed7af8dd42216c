package io.proxpanel.backup.agent.destination.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudErrorsTest {
  private static final String KEY = "LICENCE-KEY-1";
  private static final String URL = "https://license.example.net";
  private static final String DOING = "listing the files";
  private final CloudErrors errors = new CloudErrors(URL);

  @BeforeEach
  void hideTheKey() {
    errors.said().hide(KEY, "[licence key]");
  }

  @ParameterizedTest
  @CsvSource({
    "401, DestinationLoginRefused, re-validate the licence in the panel and run this again",
    "402, DestinationPermissionDenied, hardwareId",
    "403, DestinationPermissionDenied, includes the cloud backup",
    "404, DestinationProtocolError, without a path",
    "405, DestinationProtocolError, without a path",
    "413, DestinationFull, quota",
    "507, DestinationFull, quota",
    "408, DestinationUnreachable, look at its state",
    "429, DestinationUnreachable, look at its state",
    "500, DestinationUnreachable, look at its state",
    "502, DestinationUnreachable, look at its state",
    "503, DestinationUnreachable, look at its state",
    "504, DestinationUnreachable, look at its state",
    "400, DestinationProtocolError, log",
    "501, DestinationProtocolError, log",
    "204, DestinationProtocolError, log",
  })
  void eachAnswerHasItsCode(int status, ErrorCode expected, String says) {
    AgentException e = errors.answer(status, DOING, "{\"message\":\"words\"}");
    assertThat(e.code()).isEqualTo(expected);
    assertThat(e)
        .hasMessageContaining(says)
        .hasMessageContaining("(status " + status + ", {\"message\":\"words\"})");
    assertSentence(e);
  }

  @Test
  void theLicenceKeyIsNotRepeatedAndWhatIsSaidIsShort() {
    AgentException e = errors.answer(500, DOING, "key\n" + KEY + " \t" + "x".repeat(1000));
    assertThat(e).hasMessageContaining("key [licence key] xxx").message().doesNotContain(KEY);
    assertThat(e.getMessage()).hasSizeLessThan(400);
    assertThat(errors.noSuccess(DOING, "no " + KEY)).message().doesNotContain(KEY);
    assertThat(errors.notJson(DOING, "<html>" + KEY, null)).message().doesNotContain(KEY);
    assertThat(errors.of(DOING, new IOException("about " + KEY))).message().doesNotContain(KEY);
  }

  @Test
  void whatIsNoAnswerIsTheConnections() {
    assertThat(codeOf(new UnknownHostException("license.example.net")))
        .isEqualTo(ErrorCode.DestinationNameUnknown);
    assertThat(codeOf(new ConnectException("Connection refused")))
        .isEqualTo(ErrorCode.DestinationUnreachable);
    assertThat(codeOf(new NoRouteToHostException("No route")))
        .isEqualTo(ErrorCode.DestinationUnreachable);
    assertThat(codeOf(new SocketTimeoutException("nothing for 120 s")))
        .isEqualTo(ErrorCode.DestinationUnreachable);
    assertThat(codeOf(new IOException("Premature EOF")))
        .isEqualTo(ErrorCode.DestinationUnreachable);
    assertThat(codeOf(new IOException())).isEqualTo(ErrorCode.DestinationUnreachable);
    assertThat(codeOf(new ProtocolException("too long")))
        .isEqualTo(ErrorCode.DestinationProtocolError);
  }

  @Test
  void failuresOfTlsHaveTheirReasons() {
    SSLHandshakeException untrusted = new SSLHandshakeException("PKIX path building failed");
    untrusted.initCause(new CertificateException("No name matching license.example.net found"));
    assertThat(codeOf(untrusted)).isEqualTo(ErrorCode.DestinationCertificateRefused);
    assertThat(codeOf(new SSLException("Received fatal alert: handshake_failure")))
        .isEqualTo(ErrorCode.DestinationProtocolError);
    assertThat(codeOf(new SSLException("Unsupported or unrecognized SSL message")))
        .isEqualTo(ErrorCode.DestinationProtocolError);
    assertThat(codeOf(new SSLHandshakeException("Remote host terminated the handshake")))
        .isEqualTo(ErrorCode.DestinationUnreachable);
  }

  @Test
  void aFailureThatIsFoundAlreadyStays() {
    AgentException found = errors.nameTaken("a.proisp.bak");
    assertThat(errors.of(DOING, found.asIOException())).isSameAs(found);
  }

  @Test
  void theRestIsSaidInSentencesToo() {
    CloudEntry entry = new CloudEntry(1, "id\n1", "a.proisp.bak", 10);
    for (AgentException e :
        List.of(
            errors.closed(),
            errors.missing("a"),
            errors.ambiguous("a", List.of(entry, entry)),
            errors.badId(entry),
            errors.badName("ä"),
            errors.full("a", 10, new CloudUsage(1, 2)),
            errors.wrongLength("a", 10, 5),
            errors.notListed("a"),
            errors.field(DOING, "id"),
            errors.notJson(DOING, "", null),
            errors.wrongDownload("a", "a page"),
            errors.lost(DOING, "cut", null),
            errors.redirect(302, DOING, "https://elsewhere.example.net/x"),
            errors.redirect(302, DOING, "::"),
            errors.redirect(302, DOING, null))) {
      assertSentence(e);
    }
    assertThat(errors.badSettings("the url is none"))
        .hasMessage("The settings of the cloud destination cannot be used: the url is none.");
    assertThat(errors.redirect(302, DOING, "https://" + KEY + ".example.net/x"))
        .message()
        .doesNotContainIgnoringCase(KEY);
    assertThat(errors.redirect(302, DOING, "https://elsewhere.example.net/x"))
        .hasMessageContaining("redirect to elsewhere.example.net (status 302)");
  }

  private void assertSentence(AgentException e) {
    assertThat(e.getMessage()).contains(URL).endsWith(".").matches("[A-Z][^\\p{Cntrl}]*");
  }

  private ErrorCode codeOf(IOException e) {
    AgentException failure = errors.of(DOING, e);
    assertSentence(failure);
    return failure.code();
  }
}
