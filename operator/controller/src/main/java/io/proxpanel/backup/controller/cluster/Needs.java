package io.proxpanel.backup.controller.cluster;

import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.ConfigMapKeyRef;
import io.proxpanel.backup.api.v1.Database;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.RouterSettings;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.api.v1.StoredSpec;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.Places;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the Jobs of a resource mount, as far as the spec names it. */
public final class Needs {
  private Needs() {}

  /** Of a backup Job, wherever it stores the file; nothing where there is no database. */
  public static List<Need> ofBackup(BackupSpec spec) {
    if (spec.database() == null) {
      return List.of();
    }
    List<Need> needs = new ArrayList<>();
    add(needs, spec.database());
    secret(needs, AgentTasks.encryptionPassword(spec));
    if (spec.encryption() != null) {
      secret(needs, spec.encryption().licenseKeySecretRef());
    }
    return needs.stream().distinct().toList();
  }

  /** Of a Job that works at a destination. */
  public static List<Need> ofDestination(Destination destination) {
    List<Need> needs = new ArrayList<>();
    if (destination.local() != null) {
      needs.add(new Need.Volume(destination.local().claimName()));
    }
    Places.secrets(destination).forEach(key -> secret(needs, key));
    Places.configMaps(destination).forEach(key -> configMap(needs, key));
    return needs;
  }

  /** Of a Job that only asks the database. */
  public static List<Need> ofDatabase(Database database) {
    List<Need> needs = new ArrayList<>();
    add(needs, database);
    return needs.stream().distinct().toList();
  }

  /** Of a Job that backs up routers, beside the routers' own: those may be missing for some. */
  public static List<Need> ofRouters(MikrotikBackupSpec spec) {
    List<Need> needs = new ArrayList<>();
    if (spec.fromDatabase() != null) {
      add(needs, spec.fromDatabase().database());
    }
    if (spec.encryption() != null) {
      secret(needs, spec.encryption().passwordSecretRef());
      secret(needs, spec.encryption().licenseKeySecretRef());
    }
    return needs.stream().distinct().toList();
  }

  /** Of the login to a router. */
  public static List<Need> ofRouter(RouterSettings settings) {
    List<Need> needs = new ArrayList<>();
    secret(needs, settings.usernameSecretRef);
    secret(needs, settings.passwordSecretRef);
    return needs;
  }

  /**
   * The claims that a Backup's file is on; nothing for a Backup that has not taken its settings
   * from its schedule yet.
   */
  public static List<Need.Volume> volumes(StoredSpec spec) {
    return Optional.ofNullable(spec.destinations()).stream()
        .flatMap(List::stream)
        .filter(each -> each.local() != null)
        .map(each -> new Need.Volume(each.local().claimName()))
        .distinct()
        .toList();
  }

  /** Of a restore Job, wherever the file comes from. */
  public static List<Need> ofRestore(Database target, Collection<SecretKeyRef> keys) {
    List<Need> needs = new ArrayList<>();
    add(needs, target);
    keys.forEach(key -> secret(needs, key));
    return needs.stream().distinct().toList();
  }

  private static void configMap(List<Need> needs, ConfigMapKeyRef ref) {
    needs.add(new Need.ConfigMapKey(ref.name(), ref.key()));
  }

  private static void add(List<Need> needs, Database database) {
    secret(needs, database.passwordSecretRef());
    secret(needs, database.usernameSecretRef());
    secret(needs, database.caSecretRef());
    ConfigMapKeyRef authority = database.caConfigMapRef();
    if (authority != null) {
      configMap(needs, authority);
    }
  }

  private static void secret(List<Need> needs, SecretKeyRef ref) {
    if (ref != null) {
      needs.add(new Need.SecretKey(ref.name(), ref.key()));
    }
  }
}
