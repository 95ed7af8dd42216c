package io.proxpanel.backup.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelmChartTest {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final Path CHART =
      Path.of("../helm/proxpanel-backup").toAbsolutePath().normalize();

  @Test
  void passesTheLinter() {
    LintResult result = new Helm(CHART).lint().strict().call();

    assertThat(result.isFailed()).as(() -> String.join("\n", result.getMessages())).isFalse();
  }

  @Test
  void keepsTheDefinitionsWhenItIsUninstalled() {
    assertThat(objects(Map.of()))
        .filteredOn(object -> object.getKind().equals("CustomResourceDefinition"))
        .hasSize(2)
        .allSatisfy(
            crd ->
                assertThat(crd.getMetadata().getAnnotations())
                    .containsEntry("helm.sh/resource-policy", "keep"));
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
  void worksWithRolesAloneWhereNamespacesAreNamed() {
    List<HasMetadata> objects =
        objects(Map.of("watchNamespaces[0]", "isp", "rbac.userRoles", "false"));

    assertThat(objects).noneMatch(object -> object.getKind().startsWith("ClusterRole"));
    assertThat(objects)
        .filteredOn(object -> object.getKind().equals("Role"))
        .anySatisfy(role -> assertThat(role.getMetadata().getNamespace()).isEqualTo("isp"));
    assertThat(environment(objects)).containsEntry("BACKUP_WATCH_NAMESPACES", "isp");
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

  @ParameterizedTest
  @CsvSource({
    "nope, 1, nope",
    "replicaCount, two, replicaCount",
    "log.format, xml, format",
    "agent.runAsUser, 0, runAsUser",
    "image.pullPolicy, Sometimes, pullPolicy",
  })
  void refusesAValueThatItDoesNotKnow(String name, String value, String named) {
    assertThatThrownBy(() -> template(Map.of(name, value))).hasMessageContaining(named);
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
    return Stream.of(template(values).split("(?m)^---$"))
        .filter(text -> text.contains("kind:"))
        .map(HelmChartTest::object)
        .toList();
  }

  private static HasMetadata object(String text) {
    return SERIALIZATION.unmarshal(text);
  }

  private static String template(Map<String, String> values) {
    var command = new Helm(CHART).template().withName("backup").withKubeVersion("1.34.2");
    values.forEach(command::set);
    return command.call();
  }
}
