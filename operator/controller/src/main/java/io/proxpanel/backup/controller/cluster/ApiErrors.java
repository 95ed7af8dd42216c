package io.proxpanel.backup.controller.cluster;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.controller.status.Reason;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What errors of the API server mean, in words for people. */
public final class ApiErrors {
  private static final Pattern CANNOT =
      Pattern.compile(
          "cannot (\\S+) resource \"([^\"]+)\" in API group \"([^\"]*)\""
              + "(?: in the namespace \"([^\"]+)\")?");

  private ApiErrors() {}

  /** Another write came before: to the object, of the object, or to what the object counts in. */
  public static boolean isConflict(KubernetesClientException e) {
    return e.getCode() == 409;
  }

  /** The API server will not do this, now or ever, and has not done it. */
  public static boolean isRefusal(KubernetesClientException e) {
    return e.getCode() == 400 || e.getCode() == 403 || e.getCode() == 404 || e.getCode() == 422;
  }

  /** The API server refuses, for lack of permission, by quota or by policy. */
  private static boolean isForbidden(KubernetesClientException e) {
    return e.getCode() == 403;
  }

  /** The namespace is being deleted and takes no new objects. */
  public static boolean isNamespaceEnding(KubernetesClientException e) {
    return isForbidden(e)
        && (causes(e).stream().anyMatch(c -> "NamespaceTerminating".equals(c.getReason()))
            || message(e).contains("is being terminated"));
  }

  /** The permission that is missing, when that is what the error is about. */
  public static Optional<String> missingPermission(KubernetesClientException e) {
    if (!isForbidden(e)) {
      return Optional.empty();
    }
    Matcher matcher = CANNOT.matcher(message(e));
    if (!matcher.find()) {
      return Optional.empty();
    }
    String resource =
        matcher.group(3).isEmpty() ? matcher.group(2) : matcher.group(2) + "." + matcher.group(3);
    String where = matcher.group(4) == null ? "" : " in the namespace \"" + matcher.group(4) + "\"";
    return Optional.of(
        "The operator may not %s %s%s: give its role the verb \"%s\" on %s."
            .formatted(matcher.group(1), resource, where, matcher.group(1), resource));
  }

  /** Why a Job was refused, for programs. */
  public static Reason reason(KubernetesClientException e) {
    return missingPermission(e).isPresent() ? Reason.PermissionMissing : Reason.JobRefused;
  }

  /** Why a Job was refused, for people. */
  public static String refusal(KubernetesClientException e) {
    return missingPermission(e).orElseGet(() -> "the API server refuses the Job: " + message(e));
  }

  /** One sentence about the error. */
  public static String sentence(KubernetesClientException e) {
    return missingPermission(e).orElseGet(() -> message(e));
  }

  private static String message(KubernetesClientException e) {
    return Optional.ofNullable(e.getStatus())
        .map(Status::getMessage)
        .or(() -> Optional.ofNullable(e.getMessage()))
        .orElse("The API server answered " + e.getCode() + ".");
  }

  private static List<StatusCause> causes(KubernetesClientException e) {
    return Optional.ofNullable(e.getStatus())
        .map(Status::getDetails)
        .map(details -> details.getCauses())
        .orElse(List.of());
  }
}
