package io.proxpanel.backup.e2e.permissions;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.util.List;
import java.util.stream.Stream;

/**
 * One verb on one resource, as roles have it.
 *
 * @param group API group, empty for the first one
 * @param resource its name, with that of the subresource
 * @param verb what may be done
 */
record Permission(String group, String resource, String verb) {

  /** The permissions of a rule, each as a rule of its own. */
  static List<PolicyRule> apart(PolicyRule rule) {
    return rule.getApiGroups().stream()
        .flatMap(group -> rule.getResources().stream().map(resource -> List.of(group, resource)))
        .flatMap(
            where ->
                rule.getVerbs().stream().map(verb -> only(rule, where.get(0), where.get(1), verb)))
        .toList();
  }

  private static PolicyRule only(PolicyRule rule, String group, String resource, String verb) {
    return new PolicyRuleBuilder(rule)
        .withApiGroups(group)
        .withResources(resource)
        .withVerbs(verb)
        .build();
  }

  /** Of a rule that has one permission. */
  static Permission of(PolicyRule rule) {
    return new Permission(
        rule.getApiGroups().get(0), rule.getResources().get(0), rule.getVerbs().get(0));
  }

  /**
   * What a request needs.
   *
   * @param method HTTP method
   * @param path of the request's address, such as {@code /apis/batch/v1/namespaces/isp/jobs/a}
   * @param watches whether it asks to be told of changes
   */
  static Permission of(String method, String path, boolean watches) {
    List<String> parts = Stream.of(path.split("/")).filter(part -> !part.isEmpty()).toList();
    boolean first = parts.get(0).equals("api");
    List<String> rest = parts.subList(first ? 2 : 3, parts.size());
    if (rest.get(0).equals("namespaces")) {
      rest = rest.subList(2, rest.size());
    }
    String subresource = rest.size() > 2 ? "/" + rest.get(2) : "";
    return new Permission(
        first ? "" : parts.get(1),
        rest.get(0) + subresource,
        verb(method, rest.size() > 1, watches));
  }

  private static String verb(String method, boolean named, boolean watches) {
    return switch (method) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> "delete";
      default -> watches ? "watch" : named ? "get" : "list";
    };
  }

  /** What the operator says where it is missing. */
  String sentence(String namespace) {
    String there = isWide() ? "" : " in the namespace \"%s\"".formatted(namespace);
    return "The operator may not %s %s%s: give its role the verb \"%s\" on %s."
        .formatted(verb, where(), there, verb, where());
  }

  /** Whether it is one of the whole cluster. */
  private boolean isWide() {
    return resource.equals("customresourcedefinitions");
  }

  private String where() {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  @Override
  public String toString() {
    return verb + " " + where();
  }
}
