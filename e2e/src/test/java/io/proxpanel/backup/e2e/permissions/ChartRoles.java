package io.proxpanel.backup.e2e.permissions;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.proxpanel.backup.e2e.chart.Chart;
import java.util.List;
import java.util.stream.Stream;

/** All that the chart can give an operator that looks after the namespace that it is in. */
final class ChartRoles {
  private static final String NAMESPACE = "namespace-of-the-operator";
  private static final String WIDE = "proxpanel-backup-definitions";

  private final String rendered =
      Chart.template()
          .withNamespace(NAMESPACE)
          .set("watchNamespaces[0]", NAMESPACE)
          .set("rbac.listSecrets", "true")
          .call();

  /** Each of them. */
  List<Permission> permissions() {
    return objects(NAMESPACE).flatMap(ChartRoles::rules).map(Permission::of).toList();
  }

  /**
   * Roles and bindings for an operator in that namespace.
   *
   * @param missing is left out, or null
   */
  List<HasMetadata> without(Permission missing, String namespace) {
    return objects(namespace).map(object -> without(missing, object)).toList();
  }

  private Stream<HasMetadata> objects(String namespace) {
    return Chart.objects(rendered.replace(NAMESPACE, namespace)).stream()
        .filter(object -> object instanceof Role || object instanceof RoleBinding || isWide(object))
        .map(object -> isWide(object) ? named(object, namespace) : object);
  }

  /** What is the whole cluster's is the operator's alone here; people have roles of their own. */
  private static boolean isWide(HasMetadata object) {
    return (object instanceof ClusterRole || object instanceof ClusterRoleBinding)
        && object.getMetadata().getName().equals(WIDE);
  }

  /** Several operators run in one cluster. */
  private static HasMetadata named(HasMetadata wide, String namespace) {
    String name = WIDE + "-" + namespace;
    wide.getMetadata().setName(name);
    if (wide instanceof ClusterRoleBinding binding) {
      binding.getRoleRef().setName(name);
    }
    return wide;
  }

  private static Stream<PolicyRule> rules(HasMetadata object) {
    List<PolicyRule> rules =
        object instanceof Role role
            ? role.getRules()
            : object instanceof ClusterRole wide ? wide.getRules() : List.of();
    return rules.stream().flatMap(rule -> Permission.apart(rule).stream());
  }

  private static HasMetadata without(Permission missing, HasMetadata object) {
    List<PolicyRule> rest =
        rules(object).filter(rule -> !Permission.of(rule).equals(missing)).toList();
    if (object instanceof Role role) {
      role.setRules(rest);
    } else if (object instanceof ClusterRole wide) {
      wide.setRules(rest);
    }
    return object;
  }
}
