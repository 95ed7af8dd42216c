package io.proxpanel.backup.controller.cluster;

import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.ConfigMapKeyRef;
import io.proxpanel.backup.api.v1.Database;
import io.proxpanel.backup.api.v1.LocalDestination;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.controller.job.AgentTasks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the Jobs of a resource mount, as far as the spec names it. */
public final class Needs {
  private Needs() {}

  /** Of a backup Job. */
  public static List<Need> ofBackup(BackupSpec spec) {
    List<Need> needs = new ArrayList<>();
    add(needs, spec.database());
    secret(needs, AgentTasks.encryptionPassword(spec));
    if (spec.encryption() != null) {
      secret(needs, spec.encryption().licenseKeySecretRef());
    }
    needs.addAll(volumes(spec));
    return needs.stream().distinct().toList();
  }

  /** Of a Job that only asks the database. */
  public static List<Need> ofDatabase(Database database) {
    List<Need> needs = new ArrayList<>();
    add(needs, database);
    return needs.stream().distinct().toList();
  }

  /**
   * Of a delete Job; nothing for a Backup that has not taken its settings from its schedule yet.
   */
  public static List<Need> volumes(BackupSpec spec) {
    return Optional.ofNullable(spec.destinations()).stream()
        .flatMap(List::stream)
        .<Need>map(each -> new Need.Volume(each.local().claimName()))
        .distinct()
        .toList();
  }

  /** Of a restore Job. */
  public static List<Need> ofRestore(
      LocalDestination source, Database target, Collection<SecretKeyRef> keys) {
    List<Need> needs = new ArrayList<>();
    add(needs, target);
    keys.forEach(key -> secret(needs, key));
    needs.add(new Need.Volume(source.claimName()));
    return needs.stream().distinct().toList();
  }

  private static void add(List<Need> needs, Database database) {
    secret(needs, database.passwordSecretRef());
    secret(needs, database.usernameSecretRef());
    secret(needs, database.caSecretRef());
    ConfigMapKeyRef authority = database.caConfigMapRef();
    if (authority != null) {
      needs.add(new Need.ConfigMapKey(authority.name(), authority.key()));
    }
  }

  private static void secret(List<Need> needs, SecretKeyRef ref) {
    if (ref != null) {
      needs.add(new Need.SecretKey(ref.name(), ref.key()));
    }
  }
}
