package io.proxpanel.backup.e2e.permissions;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.proxpanel.backup.e2e.chart.Chart;
import java.util.List;
import java.util.stream.Stream;

/** All that the chart can give an operator that looks after the namespace that it is in. */
final class ChartRoles {
  private static final String NAMESPACE = "namespace-of-the-operator";

  private final String rendered =
      Chart.template()
          .withNamespace(NAMESPACE)
          .set("watchNamespaces[0]", NAMESPACE)
          .set("rbac.listSecrets", "true")
          .call();

  /** Each of them. */
  List<Permission> permissions() {
    return objects(NAMESPACE)
        .flatMap(object -> object instanceof Role role ? rules(role) : Stream.of())
        .map(Permission::of)
        .toList();
  }

  /**
   * Roles and bindings for an operator in that namespace.
   *
   * @param missing is left out, or null
   */
  List<HasMetadata> without(Permission missing, String namespace) {
    return objects(namespace)
        .map(object -> object instanceof Role role ? without(missing, role) : object)
        .toList();
  }

  private Stream<HasMetadata> objects(String namespace) {
    return Chart.objects(rendered.replace(NAMESPACE, namespace)).stream()
        .filter(object -> object instanceof Role || object instanceof RoleBinding);
  }

  private static Stream<PolicyRule> rules(Role role) {
    return role.getRules().stream().flatMap(rule -> Permission.apart(rule).stream());
  }

  private static Role without(Permission missing, Role role) {
    role.setRules(rules(role).filter(rule -> !Permission.of(rule).equals(missing)).toList());
    return role;
  }
}
