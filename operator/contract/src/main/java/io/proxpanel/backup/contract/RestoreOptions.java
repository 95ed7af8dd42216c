package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How a restore is done. What is null or empty is the default.
 *
 * @param mode where the data is put
 * @param owners to whom what is restored belongs
 * @param connections what becomes of the database's other sessions meanwhile
 * @param discardExcludedRows whether rows that the backup left out may be lost where the restored
 *     table cannot take them
 * @param dropOutside objects outside the scope, as {@code schema.name}, that may be dropped because
 *     they depend on what is replaced
 * @param searchPath the search path that the source had for the role that dumped it, as SQL writes
 *     it; null is the target's
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RestoreOptions(
    Mode mode,
    Owners owners,
    Connections connections,
    boolean discardExcludedRows,
    List<String> dropOutside,
    String searchPath) {

  /** What holds where nothing is said. */
  public static final RestoreOptions DEFAULT =
      new RestoreOptions(null, null, null, false, null, null);

  /** Puts the defaults in. */
  public RestoreOptions {
    mode = mode == null ? Mode.InPlace : mode;
    owners = owners == null ? Owners.Keep : owners;
    connections = connections == null ? Connections.Refuse : connections;
    dropOutside = dropOutside == null ? List.of() : List.copyOf(dropOutside);
  }

  /** The same with a search path where none was recorded. */
  public RestoreOptions orWithSearchPath(String path) {
    return searchPath != null
        ? this
        : new RestoreOptions(mode, owners, connections, discardExcludedRows, dropOutside, path);
  }

  /** Where the data is put. */
  public enum Mode {
    /** Swap where all that it needs is there, else in place. */
    Auto,
    /** Into the database itself, in one transaction. */
    InPlace,
    /** Into a new database on the same server, which then takes the name of the old one. */
    Swap,
    /** Into a database that does not exist or is empty. */
    NewDatabase
  }

  /** To whom what is restored belongs. */
  public enum Owners {
    /** To whom it belonged, as far as the role that restores may see to it. */
    Keep,
    /** To the role that restores. */
    Login
  }

  /** What becomes of the database's other sessions during a restore. */
  public enum Connections {
    /** They are ended, as far as the role that restores may do that. */
    Refuse,
    /** They are left alone. */
    Leave
  }
}
