package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.ExceptionWords;
import io.proxpanel.backup.agent.destination.net.Said;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.commons.net.MalformedServerReplyException;

/**
 * Says what a failure of an FTP server means. Codes are RFC 959's, whose meaning servers stretch:
 * where it matters, their words are looked at too.
 */
final class FtpErrors {
  private static final Pattern TOO_MANY =
      Pattern.compile(
          "too many|maximum|max(imum)? number|limit|already (connected|logged)|\\bbusy\\b"
              + "|try (again )?later",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NO_ROOM =
      Pattern.compile(
          "\\bspace\\b|quota|disk (is )?full|allocation|failure writing to local file"
              + "|error during write to file",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern BROKEN =
      Pattern.compile("data connection|abort|timeout|timed out", Pattern.CASE_INSENSITIVE);
  private static final Pattern WANTS_TLS =
      Pattern.compile("\\b(TLS|SSL)\\b|encrypt|cleartext", Pattern.CASE_INSENSITIVE);
  private static final Pattern SESSION_REUSE =
      Pattern.compile("reuse|resum|TLS|SSL", Pattern.CASE_INSENSITIVE);

  /** What servers answer to USER and PASS, when the one or the other is wrong. */
  private static final Set<Integer> LOGIN_REFUSED = Set.of(331, 332, 430, 501, 503, 530);

  private final String server;
  private final Said said = new Said();

  /**
   * Errors of one server.
   *
   * @param destination its name, for people
   */
  FtpErrors(String destination, String host, int port) {
    this(host, port, "destination \"" + destination + "\"");
  }

  private FtpErrors(String host, int port, String owner) {
    String address = host.contains(":") ? "[" + host + "]" : host;
    this.server = "The FTP server " + address + ":" + port + " of the " + owner;
  }

  /** Errors of a router's FTP service. */
  static FtpErrors ofRouter(String router, String host, int port) {
    return new FtpErrors(host, port, "router \"" + router + "\"");
  }

  /** What must not be repeated of what the server says. */
  Said said() {
    return said;
  }

  /** The server, for the inside of a sentence. */
  String inSentence() {
    return "the" + server.substring("The".length());
  }

  private String words(Throwable e) {
    return said.of(ExceptionWords.of(e));
  }

  /**
   * What an exception of a connection means.
   *
   * @param doing what was being done, as {@code "listing the folder"}
   */
  AgentException of(IOException e, String doing) {
    if (e.getCause() instanceof AgentException agent) {
      return agent;
    }
    if (e instanceof ReplyException refusal) {
      return of(refusal.reply(), doing, e);
    }
    if (e instanceof Control.TooMuchException) {
      return protocol(
          e.getMessage()
              + " while "
              + doing
              + ", and is not listened to any more: look at its log.");
    }
    if (e instanceof UnknownHostException) {
      return failure(
          ErrorCode.DestinationNameUnknown,
          " has a name that cannot be resolved: check the host, and the cluster's DNS.",
          e);
    }
    if (e instanceof SSLException broken) {
      return tls(broken, doing);
    }
    if (e instanceof MalformedServerReplyException) {
      return failure(
          ErrorCode.DestinationProtocolError,
          " answered something that is not FTP while "
              + doing
              + " ("
              + words(e)
              + "): check host, port and security.",
          e);
    }
    return unreachable(e, doing);
  }

  /** What it means that a server did not do what it was told. */
  AgentException of(Reply reply, String doing) {
    return of(reply, doing, null);
  }

  /** An answer to a login that is not a welcome. */
  AgentException login(Reply reply) {
    if (reply.says(WANTS_TLS)) {
      return failure(
          ErrorCode.DestinationProtocolError,
          " takes logins by TLS only ("
              + reply.quoted()
              + "): set the destination's security to Explicit.",
          null);
    }
    if (reply.says(TOO_MANY) || !LOGIN_REFUSED.contains(reply.code())) {
      return of(reply, "logging in");
    }
    return failure(
        ErrorCode.DestinationLoginRefused,
        " refused the login ("
            + reply.quoted()
            + "): check user name and password, and that the user may log in from here.",
        null);
  }

  /** TLS was asked for, and the server has none. */
  AgentException noTls(Reply reply) {
    return failure(
        ErrorCode.DestinationProtocolError,
        " does not do TLS the way that security Explicit asks for ("
            + reply.quoted()
            + "): switch it on there, or set another security.",
        null);
  }

  /** Something that the server does and that does not help. */
  AgentException protocol(String what) {
    return failure(ErrorCode.DestinationProtocolError, " " + what, null);
  }

  /** Another failure, in words that follow the server's name. */
  AgentException failure(ErrorCode code, String words, Throwable cause) {
    return new AgentException(code, server + words, cause);
  }

  private AgentException of(Reply reply, String doing, Throwable cause) {
    String said = " while " + doing + " (" + reply.quoted() + ")";
    if (reply.code() == 421 || reply.code() == 530) {
      if (reply.says(TOO_MANY)) {
        return failure(
            ErrorCode.DestinationUnreachable,
            " accepts no more connections at the moment"
                + said
                + ": try again later, or raise its limit of connections for this user.",
            cause);
      }
      return reply.code() == 421
          ? failure(
              ErrorCode.DestinationUnreachable,
              " ended the connection" + said + ": try again, and look at its log.",
              cause)
          : failure(
              ErrorCode.DestinationLoginRefused,
              " does not take this login any more" + said + ": check user name and password.",
              cause);
    }
    boolean mayBeFull =
        switch (reply.code()) {
          case 426, 450, 451, 550, 553 -> reply.says(NO_ROOM);
          case 452, 552 -> true;
          default -> false;
        };
    if (mayBeFull) {
      return failure(
          ErrorCode.DestinationFull,
          " has no room" + said + ": make room there, or raise the user's quota.",
          cause);
    }
    if ((reply.code() == 425 || reply.code() == 522) && reply.says(SESSION_REUSE)) {
      return failure(
          ErrorCode.DestinationProtocolError,
          " refused a data connection for its TLS"
              + said
              + ": check which versions of TLS it allows, and whether it has to ask for resumed"
              + " sessions.",
          cause);
    }
    int code = reply.code() == 451 && reply.says(BROKEN) ? 426 : reply.code();
    return switch (code) {
      case 425, 426 ->
          failure(
              ErrorCode.DestinationUnreachable,
              " could not keep a data connection"
                  + said
                  + ": check that its passive ports, or here the active ones, pass all firewalls.",
              cause);
      case 532, 550, 553 ->
          failure(
              ErrorCode.DestinationPermissionDenied,
              " does not allow it to the user"
                  + said
                  + ": check owner and permissions of the folder there.",
              cause);
      default ->
          failure(
              ErrorCode.DestinationProtocolError,
              " gave an answer that does not help" + said + ": look at its log.",
              cause);
    };
  }

  private AgentException tls(SSLException e, String doing) {
    Throwable refused = e;
    while (refused != null && !(refused instanceof CertificateException)) {
      refused = refused.getCause();
    }
    if (refused != null) {
      return failure(
          ErrorCode.DestinationCertificateRefused,
          " has a certificate that is not accepted ("
              + said.of(ExceptionWords.ofCause(refused))
              + "): check its name, its dates and the clock of this node, and the authority given for"
              + " the destination.",
          e);
    }
    String words = words(e);
    if (words.contains("bad_certificate")
        || words.contains("unknown_ca")
        || words.contains("certificate_required")
        || words.contains("certificate_unknown")
        || words.contains("certificate_expired")) {
      return failure(
          ErrorCode.DestinationCertificateRefused,
          " does not accept the client's certificate, or misses one (" + words + "): check it.",
          e);
    }
    if (words.contains("fatal alert") || words.contains("No appropriate protocol")) {
      return failure(
          ErrorCode.DestinationProtocolError,
          " and this program found no way to speak TLS ("
              + words
              + "): allow TLS 1.2 or 1.3 there; a client certificate may be missing, too.",
          e);
    }
    if (words.contains("Unsupported or unrecognized SSL message")) {
      return failure(
          ErrorCode.DestinationProtocolError,
          " does not speak TLS on this port: check port and security of the destination.",
          e);
    }
    return unreachable(e, doing);
  }

  private AgentException unreachable(IOException e, String doing) {
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return failure(
          ErrorCode.DestinationUnreachable,
          " cannot be connected to ("
              + words(e)
              + "): check that it runs, host and port, and firewalls.",
          e);
    }
    if (e instanceof SocketTimeoutException) {
      return failure(
          ErrorCode.DestinationUnreachable,
          " did not answer in time while "
              + doing
              + ": check that it runs, and that its control and data ports pass all firewalls.",
          e);
    }
    return failure(
        ErrorCode.DestinationUnreachable,
        " lost the connection while " + doing + " (" + words(e) + "): try again.",
        e);
  }
}
