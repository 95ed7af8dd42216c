package io.proxpanel.backup.controller.database;

import java.time.Instant;
import java.util.Comparator;

/**
 * A resource that works on a database, or is about to.
 *
 * @param database what it works on
 * @param kind how it works on it
 * @param stage whether it works already
 * @param namespace of the resource
 * @param name of the resource
 * @param uid of the resource
 * @param createdAt of the resource
 * @param backupUid UID of the Backup whose file a Restore reads, or null
 */
public record Claim(
    DatabaseId database,
    Kind kind,
    Stage stage,
    String namespace,
    String name,
    String uid,
    Instant createdAt,
    String backupUid) {

  /** Who comes first of those that wait: the older, and of one second the smaller name. */
  static final Comparator<Claim> ORDER =
      Comparator.comparing(Claim::createdAt)
          .thenComparing(Claim::namespace)
          .thenComparing(Claim::name);

  /** How a resource works on a database. */
  public enum Kind {
    /** Reads it. */
    BACKUP,
    /** Replaces it. */
    RESTORE
  }

  /** Whether it works already. */
  public enum Stage {
    /** It lacks nothing but the database or a place. */
    WAITING,
    /** An attempt is recorded or runs. */
    ACTIVE
  }

  /** The same claim at that stage. */
  public Claim at(Stage other) {
    return new Claim(database, kind, other, namespace, name, uid, createdAt, backupUid);
  }

  /** {@code Restore "undo-friday"}, with the namespace where it is another one. */
  public String inWords(String readersNamespace) {
    String what = kind == Kind.BACKUP ? "Backup" : "Restore";
    String where =
        namespace.equals(readersNamespace) ? "" : " of the namespace \"" + namespace + "\"";
    return what + " \"" + name + "\"" + where;
  }
}
