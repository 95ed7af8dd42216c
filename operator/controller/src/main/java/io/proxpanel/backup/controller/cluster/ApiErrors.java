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

  /** The answer to a watch has no words of the API server's; the address says what was asked. */
  private static final Pattern WATCH =
      Pattern.compile(
          " GET at: [^/]+//[^/]+/(?:api|apis/([^/]+))/[^/]+/(?:namespaces/([^/]+)/)?([^/?]+)[?]"
              + "\\S*\\bwatch=true");

  private static final String PATCH_DOES_NOT_FIT =
      "the server rejected our request due to an error in our request";

  /** The one permission that the chart gives only where it is asked to. */
  private static final String LIST_SECRETS = " The chart does so with rbac.listSecrets: true.";

  private ApiErrors() {}

  /** Another write came before: to the object, of the object, or to what the object counts in. */
  public static boolean isConflict(KubernetesClientException e) {
    return e.getCode() == 409 || isPatchOfAnother(e);
  }

  /**
   * A patch of what was read does not fit what is there. The server finds that out before it
   * compares versions, and says so without a name, as it does of nothing that a schema refuses.
   */
  private static boolean isPatchOfAnother(KubernetesClientException e) {
    return e.getCode() == 422 && message(e).contains(PATCH_DOES_NOT_FIT);
  }

  /** The API server will not do this, now or ever, and has not done it. */
  public static boolean isRefusal(KubernetesClientException e) {
    return e.getCode() == 400
        || e.getCode() == 403
        || e.getCode() == 404
        || (e.getCode() == 422 && !isPatchOfAnother(e));
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
    Matcher cannot = CANNOT.matcher(message(e));
    if (cannot.find()) {
      String resource = resource(cannot.group(2), cannot.group(3));
      return Optional.of(missingPermission(cannot.group(1), resource, cannot.group(4)));
    }
    return Optional.ofNullable(e.getMessage())
        .map(WATCH::matcher)
        .filter(Matcher::find)
        .map(
            watch ->
                missingPermission(
                    "watch", resource(watch.group(3), watch.group(1)), watch.group(2)));
  }

  private static String resource(String name, String group) {
    return group == null || group.isEmpty() ? name : name + "." + group;
  }

  /**
   * The sentence about a permission that is missing.
   *
   * @param resource with its API group, as in {@code jobs.batch}
   * @param namespace in which it is missing, or null for all
   */
  public static String missingPermission(String verb, String resource, String namespace) {
    String where = namespace == null ? "" : " in the namespace \"" + namespace + "\"";
    String sentence =
        "The operator may not %s %s%s: give its role the verb \"%s\" on %s."
            .formatted(verb, resource, where, verb, resource);
    return verb.equals("list") && resource.equals("secrets") ? sentence + LIST_SECRETS : sentence;
  }

  /** Why a Job was refused, for programs. */
  public static Reason reason(KubernetesClientException e) {
    return missingPermission(e).isPresent() ? Reason.PermissionMissing : Reason.JobRefused;
  }

  /** Why a Job was refused, for people. */
  public static String refusal(KubernetesClientException e) {
    return e instanceof SecretNotAllowedException
        ? e.getMessage()
        : missingPermission(e).orElseGet(() -> "the API server refuses the Job: " + message(e));
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
