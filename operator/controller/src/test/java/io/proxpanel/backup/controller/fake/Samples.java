package io.proxpanel.backup.controller.fake;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupRef;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.Database;
import io.proxpanel.backup.api.v1.DeletionPolicy;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.LocalDestination;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreSource;
import io.proxpanel.backup.api.v1.RestoreSpec;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.settings.SettingsReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Resources that tests begin with. */
public final class Samples {
  private Samples() {}

  /** Settings with pauses that a test can wait for. */
  public static Settings settings(String... namesAndValues) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "BACKUP_HTTP_PORT", "0",
                "BACKUP_LEADER_ELECTION", "false",
                // Its Jobs are counted by the tests that are about them alone.
                "BACKUP_PREFLIGHT", "false",
                "BACKUP_LOOK_AGAIN", "50ms",
                "BACKUP_LOOK_AGAIN_MAX", "50ms",
                "BACKUP_RETRY_PAUSE", "50ms",
                "BACKUP_RETRY_PAUSE_MAX", "100ms"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return SettingsReader.read(environment);
  }

  /** The database that Backups are of. */
  public static Database database() {
    return new Database(
        "db",
        5432,
        "proxpanel",
        "proxpanel",
        null,
        new SecretKeyRef("panel-db", "password"),
        null,
        null,
        null);
  }

  /** A spec that needs no more than {@link #secret} and {@link #claim}. */
  public static BackupSpec backupSpec() {
    return backupSpec(DeletionPolicy.Delete);
  }

  /** The same with that policy. */
  public static BackupSpec backupSpec(DeletionPolicy policy) {
    return new BackupSpec(
        null,
        null,
        database(),
        null,
        null,
        null,
        List.of(new Destination("local", new LocalDestination("panel-backups", "isp"))),
        policy,
        null);
  }

  /** A Backup of {@link #database}. */
  public static Backup backup(String name) {
    return backup(name, backupSpec());
  }

  /** A Backup of that spec. */
  public static Backup backup(String name, BackupSpec spec) {
    Backup backup = new Backup();
    backup.getMetadata().setName(name);
    backup.setSpec(spec);
    return backup;
  }

  /** A Restore of that Backup into its own database. */
  public static Restore restore(String name, String backup) {
    return restore(
        name,
        new RestoreSpec(
            new RestoreSource(new BackupRef(backup), null), null, "proxpanel", null, null, null));
  }

  /** A Restore of that spec. */
  public static Restore restore(String name, RestoreSpec spec) {
    Restore restore = new Restore();
    restore.getMetadata().setName(name);
    restore.setSpec(spec);
    return restore;
  }

  /** The Secret with the database's password. */
  public static Secret secret() {
    return secret("panel-db", "password");
  }

  /** A Secret with one key. */
  public static Secret secret(String name, String key) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToData(key, "czNjcjN0")
        .build();
  }

  /** The claim that files go to. */
  public static PersistentVolumeClaim claim() {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName("panel-backups")
        .endMetadata()
        .build();
  }
}
