package io.proxpanel.backup.e2e.chart;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Asks the API server who may do what with our resources. */
final class AccessReviews {
  private static final List<String> VERBS =
      List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");
  private static final List<String> RESOURCES =
      List.of(
          "backups",
          "backups/status",
          "backups/finalizers",
          "backupschedules",
          "backupschedules/status",
          "mikrotikbackups",
          "mikrotikbackups/status",
          "mikrotikbackups/finalizers",
          "restores",
          "restores/status");

  private AccessReviews() {}

  /** What the API server says that the user of a client may do with our resources. */
  static Set<String> allowed(KubernetesClient client, String namespace) {
    Set<String> allowed = new TreeSet<>();
    for (String resource : RESOURCES) {
      String[] parts = resource.split("/");
      for (String verb : VERBS) {
        SelfSubjectAccessReview review =
            new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withGroup("backup.proxpanel.io")
                .withResource(parts[0])
                .withSubresource(parts.length == 1 ? null : parts[1])
                .withVerb(verb)
                .withNamespace(namespace)
                .endResourceAttributes()
                .endSpec()
                .build();
        if (client.resource(review).create().getStatus().getAllowed()) {
          allowed.add(verb + " " + resource);
        }
      }
    }
    return allowed;
  }
}
