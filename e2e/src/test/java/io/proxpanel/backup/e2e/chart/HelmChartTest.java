package io.proxpanel.backup.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelmChartTest {
  @Test
  void passesTheLinter() {
    LintResult result = new Helm(Chart.FOLDER).lint().strict().call();

    assertThat(result.isFailed()).as(() -> String.join("\n", result.getMessages())).isFalse();
  }

  @Test
  void keepsTheDefinitionsWhateverIsUninstalledOrPruned() {
    assertThat(objects(Map.of()))
        .filteredOn(object -> object.getKind().equals("CustomResourceDefinition"))
        .hasSize(4)
        .allSatisfy(
            crd ->
                assertThat(crd.getMetadata().getAnnotations())
                    .containsEntry("helm.sh/resource-policy", "keep")
                    .containsEntry("argocd.argoproj.io/sync-options", "Delete=false,Prune=false")
                    .containsEntry("kustomize.toolkit.fluxcd.io/prune", "disabled"));
  }

  @Test
  void onlyAdminsMayRestoreAndDelete() {
    for (String role : List.of("restore", "delete")) {
      assertThat(clusterRole("-" + role).getMetadata().getLabels())
          .containsEntry("rbac.authorization.k8s.io/aggregate-to-admin", "true")
          .doesNotContainKeys(
              "rbac.authorization.k8s.io/aggregate-to-edit",
              "rbac.authorization.k8s.io/aggregate-to-view");
    }
    assertThat(clusterRole("-view").getRules())
        .allSatisfy(rule -> assertThat(rule.getVerbs()).isSubsetOf("get", "list", "watch"));
  }

  @Test
  void mayListSecretsOnlyWhereItIsToldTo() {
    for (Map<String, String> where :
        List.of(Map.<String, String>of(), Map.of("watchNamespaces[0]", "isp"))) {
      Map<String, String> told = new LinkedHashMap<>(where);
      told.put("rbac.listSecrets", "true");
      assertThat(verbsOnSecrets(where)).containsExactly("get");
      assertThat(verbsOnSecrets(told)).containsExactly("get", "list");
    }
  }

  private static List<String> verbsOnSecrets(Map<String, String> values) {
    return objects(values).stream()
        .flatMap(
            object ->
                object instanceof ClusterRole role
                    ? role.getRules().stream()
                    : object instanceof Role role ? role.getRules().stream() : Stream.empty())
        .filter(rule -> rule.getResources().contains("secrets"))
        .flatMap(rule -> rule.getVerbs().stream())
        .toList();
  }

  @Test
  void worksWithRolesAloneWhereNamespacesAreNamed() {
    List<HasMetadata> objects =
        objects(
            Map.of(
                "watchNamespaces[0]", "isp",
                "rbac.userRoles", "false",
                "rbac.definitions", "false"));

    assertThat(objects).noneMatch(object -> object.getKind().startsWith("ClusterRole"));
    assertThat(objects)
        .filteredOn(object -> object.getKind().equals("Role"))
        .anySatisfy(role -> assertThat(role.getMetadata().getNamespace()).isEqualTo("isp"));
    assertThat(environment(objects))
        .containsEntry("BACKUP_WATCH_NAMESPACES", "isp")
        .containsEntry("BACKUP_SEE_DEFINITIONS", "false");
  }

  @Test
  void saysResourcesAsTheOperatorReadsThem() {
    assertThat(environment(objects(Map.of())))
        .containsEntry("BACKUP_AGENT_REQUESTS", "cpu=100m,memory=192Mi")
        .containsEntry("BACKUP_JOB_DEADLINE", "21600s")
        .containsEntry("BACKUP_AGENT_USER", "65532");
  }

  @Test
  void protectsReplicasThatAreMoreThanOne() {
    assertThat(objects(Map.of())).noneMatch(o -> o.getKind().equals("PodDisruptionBudget"));
    assertThat(objects(Map.of("replicaCount", "2")))
        .anyMatch(o -> o.getKind().equals("PodDisruptionBudget"));
  }

  @Test
  void itsDefinitionsAreThoseOfTheApi() {
    assertThat(definitions(Chart.render(Map.of())))
        .hasSize(4)
        .allSatisfy(
            definition -> {
              String file = "crds/" + definition.getMetadata().getName() + ".yaml";
              String committed = Files.readString(Chart.CHECKOUT.resolve(file));
              assertThat(definition.getSpec()).isEqualTo(definitions(committed).get(0).getSpec());
            });
  }

  @Test
  void refusesAKubernetesThatItWasNotTriedOn() {
    assertThatThrownBy(() -> Chart.template().withKubeVersion("1.31.9").call())
        .hasMessageContaining("chart requires kubeVersion: >=1.32.0-0");
    assertThat(Chart.template().withKubeVersion("1.32.0").call())
        .contains("ValidatingAdmissionPolicy");
  }

  @Test
  void writesWholeNumbersWithoutAnExponent() {
    assertThat(environment(objects(Map.of("agent.resources.limits.memory", "2147483648"))))
        .containsEntry("BACKUP_AGENT_LIMITS", "memory=2147483648");
  }

  @Test
  void aReleaseMayHaveADotInItsName() {
    assertThat(Chart.objects(Chart.template().withName("isp.backups").call()))
        .allSatisfy(object -> assertThat(object.getMetadata().getName()).doesNotContain("isp."))
        .filteredOn(Deployment.class::isInstance)
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nope                          | 1      | at '': additional properties 'nope' not allowed
          log.formta                    | text   | at '/log': additional properties 'formta' not allowed
          affinity.podAffinty.x         | 1      | at '/affinity': additional properties 'podAffinty' not allowed
          extraEnv[0].vlaue             | 1      | additional properties 'vlaue' not allowed
          networkPolicy.metricsFrom[0].x| 1      | at '/networkPolicy/metricsFrom/0': additional properties 'x' not allowed
          log.format                    | xml    | at '/log/format': value must be one of 'json', 'text'
          replicaCount                  | two    | at '/replicaCount': got string, want integer
          replicaCount                  | 9      | at '/replicaCount': maximum: got 9, want 5
          agent.runAsUser               | 0      | at '/agent/runAsUser': minimum: got 0, want 1
          agent.scratchSize             | lots   | at '/agent/scratchSize': 'lots' does not match pattern
          resources.limits.memory       | lots   | at '/resources/limits/memory': 'lots' does not match pattern
          image.pullPolicy              | Often  | at '/image/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'
          fullnameOverride              | a.b    | at '/fullnameOverride': 'a.b' does not match pattern
          watchNamespaces[0]            | a_b    | at '/watchNamespaces/0': 'a_b' does not match pattern
          podLabels.a                   | b c    | at '/podLabels/a': 'b c' does not match pattern
          leaderElection.enabled        | false  | replicaCount is more than 1 and leaderElection.enabled is false: all replicas would work at the same time. Set replicaCount to 1 or leaderElection.enabled to true.
          metrics.service               | false  | metrics.serviceMonitor needs the Service that it names: set metrics.service to true.
          serviceAccount.create         | false  | serviceAccount.name is needed when serviceAccount.create is false
          podLabels.app\\.kubernetes\\.io/name    | x | podLabels: app.kubernetes.io/name is a label of the chart's own: choose another key.
          commonAnnotations.helm\\.sh/resource-policy | delete | commonAnnotations: helm.sh/resource-policy is an annotation of Helm's own: choose another key.
          """)
  void refuses(String name, String value, String message) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("replicaCount", "2");
    values.put("metrics.serviceMonitor", "true");
    values.put(name, value);

    assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(message);
  }

  private static List<CustomResourceDefinition> definitions(String yaml) {
    return Chart.objects(yaml).stream()
        .filter(CustomResourceDefinition.class::isInstance)
        .map(CustomResourceDefinition.class::cast)
        .toList();
  }

  private static ClusterRole clusterRole(String suffix) {
    return objects(Map.of()).stream()
        .filter(ClusterRole.class::isInstance)
        .map(ClusterRole.class::cast)
        .filter(role -> role.getMetadata().getName().endsWith(suffix))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> environment(List<HasMetadata> objects) {
    Deployment deployment =
        objects.stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .findFirst()
            .orElseThrow();
    return deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream()
        .filter(variable -> variable.getValue() != null)
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }

  private static List<HasMetadata> objects(Map<String, String> values) {
    return Chart.objects(Chart.render(values));
  }
}
