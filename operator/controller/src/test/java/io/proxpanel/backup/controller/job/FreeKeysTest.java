package io.proxpanel.backup.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreeKeysTest {
  @Test
  void reservedAnnotationsReachNoPod() {
    for (String key :
        List.of(
            "container.apparmor.security.beta.kubernetes.io/agent",
            "kubernetes.io/enforce-mountable-secrets",
            "seccomp.security.alpha.kubernetes.io/pod",
            "k8s.io/any",
            "scheduler.k8s.io/any",
            "backup.proxpanel.io/resource",
            "proxpanel.io/any",
            "app.kubernetes.io/part-of")) {
      assertThat(FreeKeys.ofAnnotations(Map.of(key, "x", "example.com/note", "y")))
          .isEqualTo(Map.of("example.com/note", "y"));
    }
  }

  @Test
  void reservedLabelsReachNoPod() {
    assertThat(
            FreeKeys.ofLabels(
                Map.of(
                    "batch.kubernetes.io/job-name", "x",
                    "backup.proxpanel.io/verb", "restore",
                    "app.kubernetes.io/part-of", "panel",
                    "mykubernetes.io/team", "a",
                    "team", "b")))
        .isEqualTo(
            Map.of("app.kubernetes.io/part-of", "panel", "mykubernetes.io/team", "a", "team", "b"));
  }

  @Test
  void injectorsCanOnlyBeKeptAway() {
    Map<String, String> away =
        Map.of("sidecar.istio.io/inject", "false", "linkerd.io/inject", "disabled");
    assertThat(FreeKeys.ofAnnotations(away)).isEqualTo(away);
    assertThat(FreeKeys.ofLabels(away)).isEqualTo(away);

    Map<String, String> wanted =
        Map.of(
            "sidecar.istio.io/inject", "true",
            "vault.hashicorp.com/agent-inject", "true",
            "instrumentation.opentelemetry.io/inject-java", "true");
    assertThat(FreeKeys.ofAnnotations(wanted)).isEmpty();
    assertThat(FreeKeys.ofLabels(wanted)).isEmpty();
  }

  @Test
  void anAutoscalerMayBeToldNotToEndAJob() {
    Map<String, String> safe = Map.of("cluster-autoscaler.kubernetes.io/safe-to-evict", "false");
    assertThat(FreeKeys.ofAnnotations(safe)).isEqualTo(safe);
  }
}
