package io.proxpanel.backup.agent.router.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of a router in every state in which it can be, and with which code. */
class RouterSentencesTest {
  private static final String SUBJECT = "The router \"edge\" (10.0.0.1:8729) ";
  private static final RouterErrors ERRORS = new RouterErrors(router());
  private static final RouterUser USER = new RouterUser("backup", "Geheim1");
  private static final String DOING = "reading its files";

  /** Codes whose sentences are made elsewhere, each with a test that reads them there. */
  private static final Set<ErrorCode> ELSEWHERE =
      EnumSet.of(
          // RouterSecretsIT, RouterQueryIT
          ErrorCode.RouterSelectorFailed,
          ErrorCode.RouterQueryFailed,
          // RouterRefusalsIT
          ErrorCode.RouterHostKeyRefused,
          // RoutersBoundsIT
          ErrorCode.RouterFileTooLarge);

  private static Router router() {
    return new Router(
        "edge",
        "10.0.0.1",
        8729,
        new Router.Tls(null, null, true),
        "backup",
        null,
        "password",
        null,
        21,
        22,
        null,
        null,
        null,
        false,
        null,
        null,
        null,
        null);
  }

  record Row(String state, ErrorCode code, String words, AgentException said) {
    @Override
    public String toString() {
      return state;
    }
  }

  static Stream<Row> table() {
    return Stream.of(
        new Row(
            "a name that nobody knows",
            ErrorCode.RouterNameUnknown,
            "has a host name that cannot be resolved: correct it, or see to the cluster's DNS.",
            ERRORS.notConnected(new UnknownHostException("x"))),
        new Row(
            "nobody listens",
            ErrorCode.RouterUnreachable,
            "cannot be connected to (Connection refused): check host and port, that it runs, that"
                + " \"/ip service\" has api-ssl enabled, and firewalls.",
            ERRORS.notConnected(new ConnectException("Connection refused"))),
        new Row(
            "silence instead of TLS",
            ErrorCode.RouterProtocolError,
            "did not answer with TLS on this port (Read timed out): api-ssl has the port 8729 unless"
                + " \"/ip service\" says otherwise, and needs a certificate there.",
            tls(new SocketTimeoutException("Read timed out"))),
        new Row(
            "another protocol instead of TLS",
            ErrorCode.RouterProtocolError,
            "does not speak TLS on this port (Unsupported or unrecognized SSL message): api-ssl has"
                + " the port 8729 unless \"/ip service\" says otherwise, and needs a certificate"
                + " there.",
            tls(new SSLException("Unsupported or unrecognized SSL message"))),
        new Row(
            "no TLS in common",
            ErrorCode.RouterProtocolError,
            "and the agent found no way to speak TLS (handshake_failure): give api-ssl a"
                + " certificate on the router (\"/ip service set api-ssl certificate=…\"), and allow"
                + " TLS 1.2 there.",
            tls(new SSLException("handshake_failure"))),
        new Row(
            "a connection that is reset within the handshake",
            ErrorCode.RouterUnreachable,
            "ended the connection before TLS was agreed on (Connection reset): check that \"/ip"
                + " service\" lets this address use api-ssl, and that it has a certificate there.",
            tls(new SocketException("Connection reset"))),
        new Row(
            "a certificate of nobody",
            ErrorCode.RouterCertificateRefused,
            "shows a certificate that is not accepted (no authority): check its name and its dates,"
                + " and the authority that is given. If \"/certificate print detail\" on the router"
                + " has the fingerprint ab, that can be given instead.",
            tls(new SSLException("x", new CertificateException("no authority")))),
        new Row(
            "another certificate than the pinned one",
            ErrorCode.RouterCertificateRefused,
            "shows a certificate with the fingerprint ab, and cd is expected: somebody may be in"
                + " between. If \"/certificate print detail\" on the router has the first one, write"
                + " that into the fingerprint.",
            ERRORS.tls(
                new SSLException("x", new CertificateException("y")),
                Optional.of("ab"),
                Optional.of("cd"))),
        new Row(
            "a wrong password",
            ErrorCode.RouterLoginRefused,
            "refuses the login of \"backup\" (\"no … here\"): check user name and password, that the"
                + " user's group has the policy api, and that the user may log in from here (\"/user"
                + " print detail\").",
            ERRORS.login(trap("no Geheim1 here"), USER)),
        new Row(
            "a user without the policy api",
            ErrorCode.RouterPermissionDenied,
            "does not let \"backup\" use its API (\"not enough permissions (9)\"): give the user's"
                + " group the policy api (\"/user group\").",
            ERRORS.login(trap("not enough permissions (9)"), USER)),
        new Row(
            "silence instead of an answer to a login",
            ErrorCode.RouterProtocolError,
            "accepts the connection and does not answer to a login (no answer in 1 s): check that"
                + " the port is that of api-ssl, and that the router is not overloaded.",
            ERRORS.beforeLogin(new AnswerTimeoutException(Duration.ofSeconds(1), false))),
        new Row(
            "an answer to a login that does not end",
            ErrorCode.RouterProtocolError,
            "accepts the connection and does not end its answer to a login (no end of the answer in"
                + " 1 s): check that the port is that of api-ssl, and that the router is not"
                + " overloaded.",
            ERRORS.beforeLogin(new AnswerTimeoutException(Duration.ofSeconds(1), true))),
        new Row(
            "an end before or within the answer to a login",
            ErrorCode.RouterUnreachable,
            "ended the connection before it had answered a login (the connection ended): check that"
                + " \"/ip service\" lets this address use api-ssl, and that the port is that of"
                + " api-ssl.",
            ERRORS.beforeLogin(new EOFException("the connection ended"))),
        new Row(
            "another service",
            ErrorCode.RouterProtocolError,
            "is something else than RouterOS's API on this port (no sentence begins like this:"
                + " \"SS\"): check host and port.",
            ERRORS.beforeLogin(
                new MalformedSentenceException(
                    "no sentence begins like this", "SS".getBytes(StandardCharsets.US_ASCII)))),
        new Row(
            "TLS where none is set",
            ErrorCode.RouterProtocolError,
            "speaks TLS on this port: set tls for it, or the port of api, which is 8728 unless \"/ip"
                + " service\" says otherwise.",
            ERRORS.beforeLogin(new MalformedSentenceException("x", new byte[] {0x15, 3}))),
        new Row(
            "an end that the router announces",
            ErrorCode.RouterUnreachable,
            "ended the session while reading its files (\"rebooting\"): try again once it is up, and"
                + " see its log.",
            ERRORS.of(new FatalException("rebooting"), DOING)),
        new Row(
            "nonsense within a session",
            ErrorCode.RouterProtocolError,
            "said something that is not of RouterOS's API while reading its files (an unknown reply"
                + " word): see what is between the agent and the router, and its version.",
            ERRORS.of(new MalformedSentenceException("an unknown reply word", new byte[0]), DOING)),
        new Row(
            "an answer without end, by its length",
            ErrorCode.RouterProtocolError,
            "said more than an answer can be while reading its files (more than 64 MiB or 200000"
                + " rows), which is not read on: look what it has so much of.",
            ERRORS.of(new AnswerTooLongException("more than 64 MiB or 200000 rows"), DOING)),
        new Row(
            "an answer without end, by its time",
            ErrorCode.RouterUnreachable,
            "did not end its answer in time while reading its files (no end of the answer in 30 s):"
                + " check the line and the router's load, or allow it more time.",
            ERRORS.of(new AnswerTimeoutException(Duration.ofSeconds(30), true), DOING)),
        new Row(
            "no answer",
            ErrorCode.RouterUnreachable,
            "did not answer in time while reading its files (no answer in 30 s): check the line and"
                + " the router's load, or allow it more time.",
            ERRORS.of(new AnswerTimeoutException(Duration.ofSeconds(30), false), DOING)),
        new Row(
            "a lost connection",
            ErrorCode.RouterUnreachable,
            "lost the connection while reading its files (Connection reset): check the line, and"
                + " whether the router restarts.",
            ERRORS.of(new SocketException("Connection reset"), DOING)),
        new Row(
            "a refusal",
            ErrorCode.RouterPermissionDenied,
            "does not permit reading its files (\"not permitted\"): give the user's group the"
                + " policies for it.",
            ERRORS.of(trap("not permitted"), DOING)),
        new Row(
            "a full disk",
            ErrorCode.RouterFull,
            "has no room while reading its files (\"not enough disk space\"): remove files there"
                + " (\"/file print\").",
            ERRORS.of(trap("not enough disk space"), DOING)),
        new Row(
            "another refusal",
            ErrorCode.RouterProtocolError,
            "gave an answer that does not help while reading its files (\"no such command\"): see its"
                + " log.",
            ERRORS.of(trap("no such command"), DOING)),
        new Row(
            "more time than one router may take",
            ErrorCode.RouterExportIncomplete,
            "was not done after 1500 s, which is as long as one router may take in all: check the"
                + " line and its load, or allow it more time for its export.",
            ERRORS.tooLong(Duration.ofSeconds(1500))),
        new Row(
            "an agent that is told to stop",
            ErrorCode.Interrupted,
            "was being asked when the agent was told to stop.",
            ERRORS.stopped()));
  }

  private static TrapException trap(String message) {
    return new TrapException(message, TrapException.NO_CATEGORY);
  }

  private static AgentException tls(IOException e) {
    return ERRORS.tls(e, Optional.of("ab"), Optional.empty());
  }

  @ParameterizedTest
  @MethodSource("table")
  void isSaid(Row row) {
    assertThat(row.said()).hasMessage(SUBJECT + row.words());
    assertThat(row.said().code()).isEqualTo(row.code());
    assertThat(row.said().getMessage()).doesNotContain(USER.password());
  }

  @Test
  void theTableHasAllCodesOfRouters() {
    Set<ErrorCode> said = table().map(Row::code).collect(Collectors.toSet());

    assertThat(Stream.of(ErrorCode.values()).filter(code -> code.name().startsWith("Router")))
        .allMatch(code -> said.contains(code) != ELSEWHERE.contains(code));
  }

  @Test
  void whatARouterSaysIsQuotedShort() {
    String endless = "x".repeat(60_000);

    assertThat(ERRORS.of(new FatalException(endless), DOING).getMessage()).hasSizeLessThan(500);
    assertThat(ERRORS.of(trap(endless), DOING).getMessage()).hasSizeLessThan(500);
  }
}
