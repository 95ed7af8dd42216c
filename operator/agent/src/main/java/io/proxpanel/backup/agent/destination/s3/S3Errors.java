package io.proxpanel.backup.agent.destination.s3;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.net.Causes;
import io.proxpanel.backup.agent.destination.net.Said;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says what a failed request to an S3 service means. */
final class S3Errors {
  private static final Set<String> KEY_REFUSED =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "InvalidToken",
          "InvalidClientTokenId",
          "ExpiredToken",
          "ExpiredTokenException",
          "TokenRefreshRequired",
          "InvalidSecurity",
          "NotSignedUp",
          "UnrecognizedClientException",
          "InvalidIdentityToken",
          // versitygw's
          "XAdminUserNotFound");
  private static final Set<String> FULL =
      Set.of(
          "QuotaExceeded",
          "BucketQuotaExceeded",
          "StorageQuotaExceeded",
          "XMinioStorageFull",
          "XMinioAdminBucketQuotaExceeded",
          "InsufficientCapacity",
          "InsufficientStorage",
          "NoSpaceLeftOnDevice",
          "EntityTooLarge");
  private static final Set<String> OTHER_REGION =
      Set.of("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraint");
  private static final Set<String> BUSY =
      Set.of("SlowDown", "ServiceUnavailable", "RequestTimeout", "InternalError", "Throttling");

  private final Said said = new Said();
  private final String service;
  private final String subject;
  private final String bucket;
  private final String region;

  S3Errors(Destination.S3 settings) {
    this.service =
        settings.endpoint() == null
            ? "Amazon S3 (" + settings.region() + ")"
            : "the S3 service " + settings.endpoint();
    this.subject = service.replaceFirst("^the", "The");
    this.bucket = settings.bucket();
    this.region = settings.region();
  }

  /** What must not be repeated of what the service says. */
  Said said() {
    return said;
  }

  AgentException closed() {
    return new AgentException(
        ErrorCode.DestinationUnreachable,
        "The connection to " + service + " was closed, because the task has ended.");
  }

  AgentException lost(String why, Throwable cause) {
    return new AgentException(
        ErrorCode.DestinationUnreachable,
        "The connection to "
            + service
            + " was lost ("
            + said.of(why)
            + "): check the line and the service's state.",
        cause);
  }

  AgentException missing(String key) {
    return new AgentException(
        ErrorCode.FileMissing,
        "The file "
            + key
            + " does not exist in the bucket \""
            + bucket
            + "\" of "
            + service
            + ": check its name and the destination's prefix.");
  }

  AgentException noBucket(Throwable cause) {
    return new AgentException(
        ErrorCode.FolderMissing,
        "The bucket \""
            + bucket
            + "\" does not exist at "
            + service
            + ": create it, or correct its name, the region or the endpoint.",
        cause);
  }

  AgentException nameTaken(String key) {
    return new AgentException(
        ErrorCode.FileNameTaken,
        "A file "
            + key
            + " is in the bucket \""
            + bucket
            + "\" of "
            + service
            + " already: it was left as it is; create another Backup.");
  }

  /** The service keeps a file; {@code until} is null where it does not say for how long. */
  AgentException immutable(String key, Instant until, Throwable cause) {
    return new AgentException(
        ErrorCode.FileImmutable,
        "The file "
            + key
            + " in the bucket \""
            + bucket
            + "\" may not be deleted"
            + (until == null ? " yet" : " before " + until.truncatedTo(ChronoUnit.SECONDS))
            + ", because "
            + service
            + " keeps it (object lock): it is tried again later.",
        until,
        cause);
  }

  AgentException protocol(String what, Throwable cause) {
    return new AgentException(
        ErrorCode.DestinationProtocolError,
        what + ": see the service's log, and whether it has all that S3 has.",
        cause);
  }

  /** What a service sends that nobody listens to, as {@code "sends more than 10 bytes"}. */
  AgentException tooMuch(String what) {
    return protocol(subject + " " + what + " as an answer, and is not listened to any more", null);
  }

  AgentException badSettings(String what, Throwable cause) {
    return new AgentException(
        ErrorCode.TaskInvalid,
        "The settings of the S3 destination cannot be used: " + what + ".",
        cause);
  }

  /**
   * What a failed request means.
   *
   * @param doing in words, as {@code reading}
   * @param key that the request was about
   */
  AgentException of(String doing, String key, Throwable e) {
    AgentException found = Causes.of(e, AgentException.class);
    if (found != null) {
      return found;
    }
    S3Exception answer = Causes.of(e, S3Exception.class);
    if (answer != null) {
      return answer(doing, key, answer);
    }
    UnknownHostException unknown = Causes.of(e, UnknownHostException.class);
    if (unknown != null) {
      return new AgentException(
          ErrorCode.DestinationNameUnknown,
          "The name of "
              + service
              + " cannot be resolved ("
              + unknown.getMessage()
              + "): correct the endpoint, the region or the bucket, set pathStyle if the service"
              + " does not have its buckets in names, or see to the cluster's DNS.",
          e);
    }
    if (Causes.of(e, CertificateException.class) != null) {
      return certificate(Causes.of(e, CertificateException.class));
    }
    SSLException tls = Causes.of(e, SSLException.class);
    if (tls != null && String.valueOf(tls.getMessage()).contains("certif")) {
      return certificate(tls);
    }
    if (words(e).contains("credentials")) {
      return new AgentException(
          ErrorCode.DestinationLoginRefused,
          "The pod's environment gives no access key for "
              + service
              + " ("
              + words(e)
              + "): name a Secret with one, or bind a role to the pod's service account.",
          e);
    }
    if (Causes.of(e, AbortedException.class) != null) {
      return closed();
    }
    return new AgentException(
        ErrorCode.DestinationUnreachable,
        subject
            + " cannot be reached, or the connection was lost, "
            + doing
            + " "
            + key
            + " ("
            + words(e)
            + "): check the endpoint, the firewall on the way, and that the service runs.",
        e);
  }

  private AgentException certificate(Throwable e) {
    return new AgentException(
        ErrorCode.DestinationCertificateRefused,
        "The certificate of "
            + service
            + " is not trusted ("
            + words(e)
            + "): name the authority that signed it in the destination's CA, or renew it.",
        e);
  }

  private AgentException answer(String doing, String key, S3Exception e) {
    String code = code(e);
    String said = this.said.of(code + (e.awsErrorDetails() == null ? "" : ", " + message(e)));
    if ("RequestTimeTooSkewed".equals(code) || "RequestExpired".equals(code)) {
      return new AgentException(
          ErrorCode.DestinationLoginRefused,
          subject
              + " refuses the request because the clocks differ too much ("
              + said
              + "): set the clock of the node or of the service.",
          e);
    }
    if (KEY_REFUSED.contains(code)) {
      return new AgentException(
          ErrorCode.DestinationLoginRefused,
          subject
              + " refuses the access key ("
              + said
              + "): check its id, its secret, and that it has not expired.",
          e);
    }
    if (OTHER_REGION.contains(code) || e.statusCode() == 301) {
      return new AgentException(
          ErrorCode.DestinationProtocolError,
          subject
              + " says that the bucket \""
              + bucket
              + "\" is not in the region \""
              + region
              + "\" ("
              + said
              + "): correct the region or the endpoint.",
          e);
    }
    if ("NoSuchBucket".equals(code)) {
      return noBucket(e);
    }
    if ("NoSuchKey".equals(code)) {
      return missing(key);
    }
    if (FULL.contains(code) || e.statusCode() == 507) {
      return new AgentException(
          ErrorCode.DestinationFull,
          subject
              + " has no room for "
              + key
              + " in the bucket \""
              + bucket
              + "\" ("
              + said
              + "): make room there, or raise the quota.",
          e);
    }
    if (BUSY.contains(code) || (e.statusCode() >= 500 && e.statusCode() != 501)) {
      return new AgentException(
          ErrorCode.DestinationUnreachable,
          subject + " is too busy or fails (" + said + "): look at its state.",
          e);
    }
    if (e.statusCode() == 403 || "AccessDenied".equals(code)) {
      return new AgentException(
          ErrorCode.DestinationPermissionDenied,
          subject
              + " does not allow "
              + doing
              + " "
              + key
              + " in the bucket \""
              + bucket
              + "\" ("
              + said
              + "): give the access key the rights s3:ListBucket, s3:GetObject, s3:PutObject,"
              + " s3:DeleteObject, s3:AbortMultipartUpload and s3:ListMultipartUploadParts there.",
          e);
    }
    return protocol(subject + " fails " + doing + " " + key + " (" + said + ")", e);
  }

  /** The service's own code, or the status where it sends none. */
  static String code(S3Exception e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null || code.isEmpty() ? "status " + e.statusCode() : code;
  }

  private static String message(S3Exception e) {
    String message = e.awsErrorDetails().errorMessage();
    return message == null || message.isEmpty()
        ? "status " + e.statusCode()
        : message.replaceFirst("\\.$", "");
  }

  private String words(Throwable e) {
    return said.of(e);
  }
}
