package io.proxpanel.backup.agent.router.api;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.ExceptionWords;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;

/** Says what a failure of a router means. */
public final class RouterErrors {
  private static final int TLS_ALERT = 0x15;

  private final String subject;
  private final String service;

  /** Errors of one router. */
  public RouterErrors(Router router) {
    String host = router.host().contains(":") ? "[" + router.host() + "]" : router.host();
    this.subject = "The router \"" + router.name() + "\" (" + host + ":" + router.port() + ")";
    this.service = router.tls() == null ? "api" : "api-ssl";
  }

  /** A failure, in words that follow the router's name. */
  public AgentException failure(ErrorCode code, String words, Throwable cause) {
    return new AgentException(code, subject + " " + words, cause);
  }

  /** The agent was told to stop. */
  public AgentException stopped() {
    return new AgentException(
        ErrorCode.Interrupted, subject + " was being asked when the agent was told to stop.");
  }

  /** It took longer than one router may take. */
  public AgentException tooLong(Duration whole) {
    return failure(
        ErrorCode.RouterExportIncomplete,
        "was not done after "
            + whole.toSeconds()
            + " s, which is as long as one router may take in all: check the line and its load, or"
            + " allow it more time for its export.",
        null);
  }

  AgentException notConnected(IOException e) {
    if (e instanceof UnknownHostException) {
      return failure(
          ErrorCode.RouterNameUnknown,
          "has a host name that cannot be resolved: correct it, or see to the cluster's DNS.",
          e);
    }
    return failure(
        ErrorCode.RouterUnreachable,
        "cannot be connected to ("
            + ExceptionWords.of(e)
            + "): check host and port, that it runs, that \"/ip service\" has "
            + service
            + " enabled, and firewalls.",
        e);
  }

  /**
   * What it means that there is no TLS.
   *
   * @param shown fingerprint of the certificate that was shown
   * @param pinned fingerprint of the one that is expected
   */
  AgentException tls(IOException e, Optional<String> shown, Optional<String> pinned) {
    Throwable refused = e;
    while (refused != null && !(refused instanceof CertificateException)) {
      refused = refused.getCause();
    }
    if (refused != null && pinned.isPresent()) {
      return failure(
          ErrorCode.RouterCertificateRefused,
          "shows a certificate with the fingerprint "
              + shown.orElse("unknown")
              + ", and "
              + pinned.get()
              + " is expected: somebody may be in between. If \"/certificate print detail\" on the"
              + " router has the first one, write that into the fingerprint.",
          e);
    }
    if (refused != null) {
      return failure(
          ErrorCode.RouterCertificateRefused,
          "shows a certificate that is not accepted ("
              + ExceptionWords.ofCause(refused)
              + "): check its name and its dates, and the authority that is given. If"
              + " \"/certificate print detail\" on the router has the fingerprint "
              + shown.orElse("unknown")
              + ", that can be given instead.",
          e);
    }
    String words = ExceptionWords.of(e);
    if (e instanceof SocketTimeoutException
        || e instanceof EOFException
        || words.contains("Remote host terminated the handshake")) {
      return noTls("did not answer with TLS", e);
    }
    if (e instanceof SocketException) {
      return failure(
          ErrorCode.RouterUnreachable,
          "ended the connection before TLS was agreed on ("
              + words
              + "): check that \"/ip service\" lets this address use api-ssl, and that it has a"
              + " certificate there.",
          e);
    }
    if (words.contains("Unsupported or unrecognized SSL message")) {
      return noTls("does not speak TLS", e);
    }
    return failure(
        ErrorCode.RouterProtocolError,
        "and the agent found no way to speak TLS ("
            + words
            + "): give api-ssl a certificate on the router (\"/ip service set api-ssl"
            + " certificate=…\"), and allow TLS 1.2 there.",
        e);
  }

  private AgentException noTls(String what, IOException e) {
    return failure(
        ErrorCode.RouterProtocolError,
        what
            + " on this port ("
            + ExceptionWords.of(e)
            + "): api-ssl has the port 8729 unless \"/ip service\" says otherwise, and needs a"
            + " certificate there.",
        e);
  }

  AgentException login(TrapException e, RouterUser user) {
    if (e.isNotPermitted()) {
      return failure(
          ErrorCode.RouterPermissionDenied,
          "does not let \""
              + user.name()
              + "\" use its API ("
              + quoted(e, user)
              + "): give the user's group the policy api (\"/user group\").",
          e);
    }
    return failure(
        ErrorCode.RouterLoginRefused,
        "refuses the login of \""
            + user.name()
            + "\" ("
            + quoted(e, user)
            + "): check user name and password, that the user's group has the policy api, and that"
            + " the user may log in from here (\"/user print detail\").",
        e);
  }

  private static String quoted(TrapException e, RouterUser user) {
    return e.quoted().replace(user.password(), "…");
  }

  /** What a failure means as long as it is not known that a router is there. */
  AgentException beforeLogin(IOException e) {
    if (e instanceof MalformedSentenceException other) {
      return notRouterOs(other);
    }
    if (e instanceof EOFException || !(e instanceof AnswerTimeoutException || isSaid(e))) {
      return failure(
          ErrorCode.RouterUnreachable,
          "ended the connection before it had answered a login ("
              + ExceptionWords.of(e)
              + "): check that \"/ip service\" lets this address use "
              + service
              + ", and that the port is that of "
              + service
              + ".",
          e);
    }
    if (e instanceof AnswerTimeoutException late) {
      return failure(
          ErrorCode.RouterProtocolError,
          "accepts the connection and does not "
              + (late.hasBegun() ? "end its answer" : "answer")
              + " to a login ("
              + ExceptionWords.of(e)
              + "): check that the port is that of "
              + service
              + ", and that the router is not overloaded.",
          e);
    }
    return of(e, "logging in");
  }

  private AgentException notRouterOs(MalformedSentenceException e) {
    byte[] start = e.beginning();
    if (start.length > 0 && start[0] == TLS_ALERT) {
      return failure(
          ErrorCode.RouterProtocolError,
          "speaks TLS on this port: set tls for it, or the port of api, which is 8728 unless \"/ip"
              + " service\" says otherwise.",
          e);
    }
    String words = new String(start, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?");
    return failure(
        ErrorCode.RouterProtocolError,
        "is something else than RouterOS's API on this port ("
            + e.getMessage()
            + (words.isEmpty() ? "" : ": \"" + words + "\"")
            + "): check host and port.",
        e);
  }

  private static boolean isSaid(IOException e) {
    return e instanceof FatalException || e instanceof TrapException;
  }

  /**
   * What a failed command means.
   *
   * @param doing in words, as {@code "reading its files"}
   */
  public AgentException of(IOException e, String doing) {
    if (e.getCause() instanceof AgentException agent) {
      return agent;
    }
    if (e instanceof TrapException trap) {
      return of(trap, doing);
    }
    if (e instanceof FatalException) {
      return failure(
          ErrorCode.RouterUnreachable,
          "ended the session while "
              + doing
              + " (\""
              + e.getMessage()
              + "\"): try again once it is up, and see its log.",
          e);
    }
    if (e instanceof MalformedSentenceException) {
      return failure(
          ErrorCode.RouterProtocolError,
          "said something that is not of RouterOS's API while "
              + doing
              + " ("
              + ExceptionWords.of(e)
              + "): see what is between the agent and the router, and its version.",
          e);
    }
    if (e instanceof AnswerTooLongException) {
      return failure(
          ErrorCode.RouterProtocolError,
          "said more than an answer can be while "
              + doing
              + " ("
              + ExceptionWords.of(e)
              + "), which is not read on: look what it has so much of.",
          e);
    }
    if (e instanceof AnswerTimeoutException late) {
      return failure(
          ErrorCode.RouterUnreachable,
          late.notDone()
              + " while "
              + doing
              + " ("
              + ExceptionWords.of(e)
              + "): check the line and the router's load, or allow it more time.",
          e);
    }
    return failure(
        ErrorCode.RouterUnreachable,
        "lost the connection while "
            + doing
            + " ("
            + ExceptionWords.of(e)
            + "): check the line, and whether the router restarts.",
        e);
  }

  private AgentException of(TrapException e, String doing) {
    String said = " (" + e.quoted() + ")";
    if (e.isNotPermitted()) {
      return failure(
          ErrorCode.RouterPermissionDenied,
          "does not permit " + doing + said + ": give the user's group the policies for it.",
          e);
    }
    if (e.isFull()) {
      return failure(
          ErrorCode.RouterFull,
          "has no room while " + doing + said + ": remove files there (\"/file print\").",
          e);
    }
    return failure(
        ErrorCode.RouterProtocolError,
        "gave an answer that does not help while " + doing + said + ": see its log.",
        e);
  }

  /** A router's own words, for a message. */
  public static String said(TrapException e) {
    return e.quoted();
  }
}
