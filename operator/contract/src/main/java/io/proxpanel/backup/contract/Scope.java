package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;

/** The part of a database that a backup takes, where it does not take all of it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Scope.Tables.class, name = "tables"),
  @JsonSubTypes.Type(value = Scope.Tenant.class, name = "tenant")
})
public sealed interface Scope {

  /** The tenant that it is limited to, or null. */
  default String tenant() {
    return null;
  }

  /** The set of tables that it is limited to, or null. */
  default TableSet type() {
    return null;
  }

  /**
   * Those of some tables that exist, with their partitions and the sequences that belong to them.
   *
   * @param type what the set is called
   * @param tables exact names without a schema, looked for in the role's search path
   */
  record Tables(TableSet type, List<String> tables) implements Scope {
    /** Refuses a set without a name and copies the list. */
    public Tables {
      Objects.requireNonNull(type);
      tables = tables == null ? List.of() : List.copyOf(tables);
    }
  }

  /**
   * All that is in a tenant's schema.
   *
   * @param tenant the tenant's slug
   */
  record Tenant(String tenant) implements Scope {
    private static final String PREFIX = "tenant_";

    /** Refuses null. */
    public Tenant {
      Objects.requireNonNull(tenant);
    }

    /** Name of the schema: {@code tenant_} and the slug, as panels name it. */
    public String schema() {
      return PREFIX + tenant;
    }
  }
}
