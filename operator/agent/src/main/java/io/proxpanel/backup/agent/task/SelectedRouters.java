package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.run.KnownRouter;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.SecretRouters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The routers that have Secrets, beside those that the task lists itself. A Secret that cannot be
 * used holds up none of the others: its router fails alone.
 *
 * @param routers in the order of the Secrets
 * @param warnings about Secrets that are not taken
 */
record SelectedRouters(List<KnownRouter> routers, List<String> warnings) {
  private static final int NAMED = 5;

  /** Copies the lists. */
  SelectedRouters {
    routers = List.copyOf(routers);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads the Secrets.
   *
   * @param listed those that the task lists itself, which keep their names
   */
  static SelectedRouters of(SecretRouters secrets, List<Router> listed) {
    Set<String> taken = listed.stream().map(Router::name).collect(Collectors.toSet());
    List<KnownRouter> routers = new ArrayList<>();
    List<String> twice = new ArrayList<>();
    for (String name : secrets.names()) {
      if (taken.contains(name)) {
        twice.add(Json.write(name));
      } else {
        routers.add(read(secrets, name));
      }
    }
    return new SelectedRouters(routers, twice.isEmpty() ? List.of() : List.of(left(twice)));
  }

  private static String left(List<String> twice) {
    return "Secrets that are selected for routers have the names of routers that the MikrotikBackup"
        + " lists itself, and were left out: "
        + Named.some(twice, NAMED)
        + "; take either the Secret's labels or the router in the list away.";
  }

  private static KnownRouter read(SecretRouters secrets, String name) {
    RouterSecret secret = new RouterSecret(name, Path.of(secrets.folder(), name));
    Router router = secrets.settings().of(name, null, null);
    try {
      router = router.of(name, secret.host(), secret.port());
      router = router.login(secret.username(), secret.password());
      secret.requireLogin(router);
      return new KnownRouter(router, null, secret.password());
    } catch (AgentException e) {
      return new KnownRouter(router, e.failure(), null);
    }
  }
}
