package io.proxpanel.backup.controller.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which labels and annotations of a {@code jobTemplate} reach a Job. The schema refuses the others;
 * this is for resources that are older than its rules, or were written past them. Pure.
 */
final class FreeKeys {
  private static final Pattern RESERVED =
      Pattern.compile("([^/]+[.])?(kubernetes[.]io|k8s[.]io|proxpanel[.]io)/.*");
  private static final Pattern INJECTORS =
      Pattern.compile("([^/]+[.])?(istio[.]io|linkerd[.]io|hashicorp[.]com|opentelemetry[.]io)/.*");
  private static final Set<String> AWAY = Set.of("false", "disabled");

  /** Names an application, and does nothing. */
  private static final String APPLICATION = "app.kubernetes.io/";

  /** Keeps a node's autoscaler from ending a Job, and does nothing else. */
  private static final String SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

  private FreeKeys() {}

  /** Those of the labels that are the user's. */
  static Map<String, String> ofLabels(Map<String, String> labels) {
    Map<String, String> free = new LinkedHashMap<>(labels);
    free.entrySet()
        .removeIf(
            each ->
                (RESERVED.matcher(each.getKey()).matches()
                        && !each.getKey().startsWith(APPLICATION))
                    || injects(each));
    return free;
  }

  /** Those of the annotations that are the user's. */
  static Map<String, String> ofAnnotations(Map<String, String> annotations) {
    Map<String, String> free = new LinkedHashMap<>(annotations);
    free.entrySet()
        .removeIf(
            each ->
                (RESERVED.matcher(each.getKey()).matches() && !each.getKey().equals(SAFE_TO_EVICT))
                    || injects(each));
    return free;
  }

  private static boolean injects(Map.Entry<String, String> each) {
    return INJECTORS.matcher(each.getKey()).matches() && !AWAY.contains(each.getValue());
  }
}
