package io.proxpanel.backup.contract;

import java.util.List;

/**
 * The tenants that a discovery has found.
 *
 * @param tenants their slugs, sorted, each once; not checked to be usable as such
 */
public record TenantList(List<String> tenants) {
  /** Copies the list. */
  public TenantList {
    tenants = tenants == null ? List.of() : List.copyOf(tenants);
  }
}
