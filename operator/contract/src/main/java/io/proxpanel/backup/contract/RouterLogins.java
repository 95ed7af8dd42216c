package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Routers that are only logged in to, and where nothing is written.
 *
 * @param routers the routers, each with a name of its own
 * @param query where more routers are looked up, or null for nowhere
 * @param secrets more routers, each with a Secret of its own, or null for none
 * @param atOnce how many routers are asked at the same time
 * @param limitSeconds after which those that have not answered yet are left alone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterLogins(
    List<Router> routers,
    Task.RouterQuery query,
    SecretRouters secrets,
    int atOnce,
    long limitSeconds) {
  /** Copies the list. */
  public RouterLogins {
    routers = routers == null ? List.of() : List.copyOf(routers);
  }
}
