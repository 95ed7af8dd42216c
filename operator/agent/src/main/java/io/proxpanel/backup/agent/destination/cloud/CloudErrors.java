package io.proxpanel.backup.agent.destination.cloud;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.net.Causes;
import io.proxpanel.backup.agent.destination.net.Said;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/**
 * Says what a failure of the cloud backup service means. What the service itself says is repeated
 * without the licence key, and no longer than a sentence.
 */
final class CloudErrors {
  private final String service;
  private final String subject;
  private final Said said = new Said();

  /**
   * Errors of one service.
   *
   * @param url of the service
   */
  CloudErrors(String url) {
    this.service = "the cloud backup service " + url;
    this.subject = "The cloud backup service " + url;
  }

  /** What must not be repeated of what the service says. */
  Said said() {
    return said;
  }

  /** Where the files are, for the inside of a sentence. */
  String place() {
    return service;
  }

  AgentException closed() {
    return new AgentException(
        ErrorCode.DestinationUnreachable,
        "The connection to " + service + " was closed, because the task has ended.");
  }

  AgentException badSettings(String what) {
    return new AgentException(
        ErrorCode.TaskInvalid,
        "The settings of the cloud destination cannot be used: " + what + ".");
  }

  AgentException missing(String name) {
    return new AgentException(
        ErrorCode.FileMissing,
        "The file "
            + name
            + " does not exist in "
            + service
            + ": check its name; the service removes files after a time of its own.");
  }

  AgentException nameTaken(String name) {
    return new AgentException(
        ErrorCode.FileNameTaken,
        "A file "
            + name
            + " is in "
            + service
            + " already: it was left as it is; create another Backup.");
  }

  /** Several files of one name, of which nothing is read or removed. */
  AgentException ambiguous(String name, List<CloudEntry> entries) {
    return protocol(
        subject
            + " has "
            + entries.size()
            + " files of the name "
            + name
            + " (ids "
            + entries.stream().map(each -> said(each.backupId())).collect(Collectors.joining(", "))
            + "), and it is not clear which one is the Backup's: delete the others in the panel",
        null);
  }

  AgentException badId(CloudEntry entry) {
    return protocol(
        subject
            + " lists the file "
            + entry.name()
            + " under the id \""
            + said(entry.backupId())
            + "\", which is none: update the service, or this program",
        null);
  }

  /** A name that cannot stand in the header that says it. */
  AgentException badName(String name) {
    return new AgentException(
        ErrorCode.NameInvalid,
        "The file name \""
            + name
            + "\" is refused: "
            + service
            + " takes names of letters from A to Z, digits and the signs of ASCII only, without a"
            + " space at either end.");
  }

  AgentException full(String name, long size, CloudUsage usage) {
    return new AgentException(
        ErrorCode.DestinationFull,
        subject
            + " has no room for "
            + name
            + ": it has "
            + size
            + " bytes, and "
            + usage.usedBytes()
            + " of "
            + usage.quotaBytes()
            + " bytes are used: delete older backups there, shorten the retention, or raise the"
            + " licence's quota.");
  }

  /** The service has stored something else than was sent to it. */
  AgentException wrongLength(String name, long size, long stored) {
    return protocol(
        subject
            + " says that "
            + name
            + " is stored and has "
            + stored
            + " of its "
            + size
            + " bytes: that file was removed; look at the service's log and its disk",
        null);
  }

  AgentException notListed(String name) {
    return protocol(
        subject
            + " says that "
            + name
            + " is stored and does not list it: look at the service's log",
        null);
  }

  AgentException noSuccess(String doing, String message) {
    return protocol(
        subject + " refuses " + doing + " (" + reason(message) + "): look in the panel", null);
  }

  AgentException field(String doing, String field) {
    return protocol(
        subject
            + " answers to "
            + doing
            + " without a usable field \""
            + field
            + "\": check that the url is that of the licence server",
        null);
  }

  AgentException notJson(String doing, String text, Throwable cause) {
    return protocol(
        subject
            + " answers to "
            + doing
            + " with something that is not JSON ("
            + reason(text)
            + "): check that the url is that of the licence server, and that no login page or proxy"
            + " is in between",
        cause);
  }

  /** A download that is not what was asked for. */
  AgentException wrongDownload(String name, String what) {
    return protocol(
        subject + " answers to reading " + name + " with " + what + ": look at its log", null);
  }

  AgentException lost(String doing, String why, Throwable cause) {
    return new AgentException(
        ErrorCode.DestinationUnreachable,
        "The connection to "
            + service
            + " was lost while "
            + doing
            + " ("
            + why
            + "): check the line and the service's state.",
        cause);
  }

  private static AgentException protocol(String what, Throwable cause) {
    return new AgentException(ErrorCode.DestinationProtocolError, what + ".", cause);
  }

  /**
   * What a failed connection means.
   *
   * @param doing in words, as {@code listing the files}
   */
  AgentException of(String doing, IOException e) {
    AgentException agent = Causes.of(e, AgentException.class);
    if (agent != null) {
      return agent;
    }
    if (e instanceof UnknownHostException) {
      return new AgentException(
          ErrorCode.DestinationNameUnknown,
          "The name of "
              + service
              + " cannot be resolved: correct the url of the destination or of the operator's"
              + " setting, or see to the cluster's DNS.",
          e);
    }
    CertificateException refused = Causes.of(e, CertificateException.class);
    if (refused != null) {
      return certificate(refused);
    }
    if (e instanceof SSLException) {
      return tls(doing, e);
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return unreachable("cannot be reached (" + words(e) + ")", e);
    }
    if (e instanceof SocketTimeoutException) {
      return unreachable("did not answer in time while " + doing + " (" + words(e) + ")", e);
    }
    if (e instanceof ProtocolException) {
      return protocol(
          subject
              + " answers to "
              + doing
              + " in a way that is not HTTP ("
              + words(e)
              + "): check the url",
          e);
    }
    return lost(doing, words(e), e);
  }

  private AgentException unreachable(String what, Throwable cause) {
    return new AgentException(
        ErrorCode.DestinationUnreachable,
        subject
            + " "
            + what
            + ": check the url, the firewall on the way, and that the service runs.",
        cause);
  }

  private AgentException tls(String doing, IOException e) {
    String words = words(e);
    if (words.contains("Unsupported or unrecognized SSL message")) {
      return protocol(subject + " does not speak TLS on this port: check the url", e);
    }
    if (words.toLowerCase(Locale.ROOT).contains("certif")) {
      return certificate(e);
    }
    if (words.contains("fatal alert") || words.contains("No appropriate protocol")) {
      return protocol(
          subject
              + " and this program found no way to speak TLS ("
              + words
              + "): allow TLS 1.2 or 1.3 there",
          e);
    }
    return lost(doing, words, e);
  }

  private AgentException certificate(Throwable e) {
    return new AgentException(
        ErrorCode.DestinationCertificateRefused,
        "The certificate of "
            + service
            + " is not trusted ("
            + words(e)
            + "): name the authority that signed it in the destination's CA, check the name in the"
            + " url, or renew the certificate.",
        e);
  }

  /**
   * What an answer means that is none of those that were hoped for.
   *
   * @param status of HTTP
   * @param doing in words, as {@code listing the files}
   * @param text of the answer
   */
  AgentException answer(int status, String doing, String text) {
    String why = " (status " + status + suffix(text) + ")";
    return switch (status) {
      case 401 ->
          new AgentException(
              ErrorCode.DestinationLoginRefused,
              subject
                  + " says that the licence key is no longer valid"
                  + why
                  + ": re-validate the licence in the panel and run this again; if the key is"
                  + " a new one, write it into the Secret that licenseKeySecretRef names.");
      case 402, 403 ->
          new AgentException(
              ErrorCode.DestinationPermissionDenied,
              subject
                  + " does not allow "
                  + doing
                  + why
                  + ": check in the panel that the licence includes the cloud backup, and the"
                  + " destination's hardwareId.");
      case 404, 405, 410 ->
          protocol(
              subject
                  + " has nothing there for "
                  + doing
                  + why
                  + ": check that the url is that of the licence server, without a path",
              null);
      case 413, 507 ->
          new AgentException(
              ErrorCode.DestinationFull,
              subject
                  + " has no room for "
                  + doing
                  + why
                  + ": delete older backups there, or raise the licence's quota or the service's"
                  + " limit of a file's size.");
      case 408, 425, 429, 500, 502, 503, 504 ->
          new AgentException(
              ErrorCode.DestinationUnreachable,
              subject + " is too busy or fails while " + doing + why + ": look at its state.");
      default ->
          protocol(
              subject
                  + " gives an answer to "
                  + doing
                  + " that does not help"
                  + why
                  + ": look at its log",
              null);
    };
  }

  /** A redirect, which is not followed. */
  AgentException redirect(int status, String doing, String location) {
    return protocol(
        subject
            + " answers to "
            + doing
            + " with a redirect to "
            + said(host(location))
            + " (status "
            + status
            + "), which is not followed, because the licence key must not go there: write the url"
            + " of the service itself",
        null);
  }

  private static String host(String location) {
    try {
      String host = location == null ? null : URI.create(location).getHost();
      return host == null ? "another place" : host;
    } catch (IllegalArgumentException e) {
      return "another place";
    }
  }

  private String suffix(String text) {
    String said = said(text);
    return said.isEmpty() ? "" : ", " + said;
  }

  private String reason(String text) {
    String said = said(text);
    return said.isEmpty() ? "without a reason" : said;
  }

  /** What a service says, on one line, shortened, and without the licence key. */
  private String said(String text) {
    return said.of(text).replaceFirst("\\.$", "");
  }

  private String words(Throwable e) {
    return said.of(e).replaceFirst("\\.$", "");
  }

  /** What a service sends that nobody listens to, as {@code "sends more than 10 bytes"}. */
  AgentException tooMuch(String doing, String what) {
    return protocol(
        subject
            + " "
            + what
            + " as the answer to "
            + doing
            + ", and is not listened to any more: look at its log",
        null);
  }
}
