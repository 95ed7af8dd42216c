package io.proxpanel.backup.controller.job;

import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.BackupType;
import io.proxpanel.backup.api.v1.Database;
import io.proxpanel.backup.api.v1.KeyOrder;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.api.v1.SslMode;
import io.proxpanel.backup.api.v1.StoredSpec;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.api.v1.TenantDiscovery;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Encryption;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.Scope;
import io.proxpanel.backup.contract.TableSet;
import io.proxpanel.backup.contract.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Makes tasks for the agent out of specs. */
public final class AgentTasks {
  private static final int DEFAULT_PORT = 5432;

  /** As the schema's default; for resources that came past it. */
  private static final List<String> DEFAULT_EXCLUDED =
      List.of("radius_logs", "radpostauth", "cpe_tasks");

  /** As a panel's type {@code data} has it. */
  private static final List<String> DATA_TABLES =
      List.of(
          "subscribers",
          "services",
          "nas",
          "resellers",
          "transactions",
          "invoices",
          "prepaid_cards",
          "sessions",
          "radcheck",
          "radreply",
          "radacct");

  /** As a panel's type {@code config} has it. */
  private static final List<String> CONFIG_TABLES =
      List.of(
          "users",
          "settings",
          "permissions",
          "permission_groups",
          "communication_templates",
          "communication_rules",
          "bandwidth_rules");

  private AgentTasks() {}

  /** The port, also where the schema's default was not applied. */
  public static int port(Database database) {
    return database.port() == null ? DEFAULT_PORT : database.port();
  }

  /** Dump this database into this file. */
  public static AgentTask backup(Owner owner, String createdAt, BackupSpec spec, String fileName) {
    Mounts mounts = new Mounts();
    DatabaseAddress address = address(spec.database(), mounts);
    Task task =
        new Task.Backup(
            owner.uid(),
            owner.namespace(),
            owner.name(),
            createdAt,
            fileName,
            address,
            scope(spec),
            leftOut(spec),
            encryption(spec, address, mounts),
            destinations(spec.destinations(), mounts));
    return new AgentTask(Verb.BACKUP, task, mounts);
  }

  /** Tables whose rows are left out. */
  public static List<String> leftOut(BackupSpec spec) {
    return Optional.ofNullable(spec.excludeTableData()).orElse(DEFAULT_EXCLUDED);
  }

  /**
   * Remove this Backup's file.
   *
   * @param gone claims that do not exist any more, and the file with them: a pod that names one
   *     would never start
   */
  public static AgentTask delete(
      Owner owner, StoredSpec spec, String fileName, Collection<String> gone) {
    Mounts mounts = new Mounts();
    DestinationMounts mounted = new DestinationMounts(mounts, false);
    Task task =
        new Task.Delete(
            owner.uid(),
            fileName,
            spec.destinations().stream()
                .filter(each -> each.local() == null || !gone.contains(each.local().claimName()))
                .map(mounted::of)
                .toList());
    return new AgentTask(Verb.DELETE, task, mounts);
  }

  /**
   * Look whether this Backup's file is still where it was stored, and as long as it was.
   *
   * @param listFiles whether to say as well which files are there
   */
  public static AgentTask check(
      Owner owner,
      List<io.proxpanel.backup.api.v1.Destination> places,
      String fileName,
      long sizeBytes,
      boolean listFiles) {
    Mounts mounts = new Mounts();
    Task task =
        new Task.Check(owner.uid(), fileName, sizeBytes, destinations(places, mounts), listFiles);
    return new AgentTask(Verb.CHECK, task, mounts);
  }

  /**
   * Bring this Backup's file to where it is not.
   *
   * @param sources where it is, the nearest first
   * @param targets where it is to be
   */
  public static AgentTask sync(
      Owner owner,
      StoredStatus file,
      List<io.proxpanel.backup.api.v1.Destination> sources,
      List<io.proxpanel.backup.api.v1.Destination> targets) {
    Mounts mounts = new Mounts();
    DestinationMounts reading = new DestinationMounts(mounts, true);
    DestinationMounts writing = new DestinationMounts(mounts, false);
    Task task =
        new Task.Sync(
            owner.uid(),
            file.fileName,
            file.fileBytes(),
            file.sha256,
            sources.stream().map(reading::of).toList(),
            targets.stream().map(writing::of).toList());
    return new AgentTask(Verb.SYNC, task, mounts);
  }

  /** Find out which tenants this database has. */
  public static AgentTask discover(Owner owner, BackupSpec spec, TenantDiscovery discovery) {
    Mounts mounts = new Mounts();
    Task task =
        new Task.Discover(
            owner.uid(),
            address(spec.database(), mounts),
            discovery.query(),
            discovery.include(),
            discovery.exclude());
    return new AgentTask(Verb.DISCOVER, task, mounts);
  }

  /**
   * Try what the Backups of a schedule will need.
   *
   * @param database whether the database is tried
   * @param tenants whether each Backup is of another tenant, so that there is no one scope
   * @param routers that are logged in to, or null
   */
  public static AgentTask probe(
      Owner owner, BackupSpec spec, boolean database, boolean tenants, ProbedRouters routers) {
    Mounts mounts = new Mounts();
    Task task =
        new Task.Probe(
            owner.uid(),
            database ? address(spec.database(), mounts) : null,
            !tenants,
            tenants ? null : scope(spec),
            destinations(spec.destinations(), mounts),
            routers == null ? null : RouterTasks.logins(routers, mounts));
    return new AgentTask(Verb.PROBE, task, mounts);
  }

  /**
   * Bring this file back.
   *
   * @param sources where the file is, the nearest first
   * @param keys what may open the file, in order
   * @param previousTransactionId of an attempt whose end is not known, or null
   * @param tenant slug of the tenant whose schema alone is touched, or null
   * @param options how it is done
   */
  public static AgentTask restore(
      Owner owner,
      List<io.proxpanel.backup.api.v1.Destination> sources,
      String fileName,
      Database target,
      String confirmOverwrite,
      List<SecretKeyRef> keys,
      String previousTransactionId,
      String tenant,
      RestoreOptions options) {
    Mounts mounts = new Mounts();
    DatabaseAddress address = address(target, mounts);
    DestinationMounts mounted = new DestinationMounts(mounts, true);
    List<String> passwordFiles = new ArrayList<>();
    for (SecretKeyRef key : keys) {
      passwordFiles.add(
          key.equals(target.passwordSecretRef())
              ? address.passwordFile()
              : mounts.secret("key-" + passwordFiles.size(), key));
    }
    Task task =
        new Task.Restore(
            owner.uid(),
            sources.stream().map(mounted::of).toList(),
            fileName,
            address,
            confirmOverwrite,
            passwordFiles,
            previousTransactionId,
            tenant == null ? null : new Scope.Tenant(tenant).schema(),
            options);
    return new AgentTask(Verb.RESTORE, task, mounts);
  }

  /**
   * Give a database that a restore has replaced its name again.
   *
   * @param previousTransactionId of an attempt whose end is not known, or null
   */
  public static AgentTask swapBack(
      Owner owner,
      Database target,
      String confirmOverwrite,
      String keptDatabase,
      RestoreOptions.Connections connections,
      String previousTransactionId) {
    Mounts mounts = new Mounts();
    Task task =
        new Task.SwapBack(
            owner.uid(),
            address(target, mounts),
            confirmOverwrite,
            keptDatabase,
            connections,
            previousTransactionId);
    return new AgentTask(Verb.SWAP_BACK, task, mounts);
  }

  /** Drop a database that this Restore has replaced and kept. */
  public static AgentTask dropKept(Owner owner, Database target, String keptDatabase) {
    Mounts mounts = new Mounts();
    Task task = new Task.DropKept(owner.uid(), address(target, mounts), keptDatabase);
    return new AgentTask(Verb.DROP_KEPT, task, mounts);
  }

  /** What of the database is backed up, or null for all of it. */
  private static Scope scope(BackupSpec spec) {
    if (spec.tenant() != null) {
      return new Scope.Tenant(spec.tenant());
    }
    return switch (Optional.ofNullable(spec.type()).orElse(BackupType.Full)) {
      case Full -> null;
      case Data -> new Scope.Tables(TableSet.Data, DATA_TABLES);
      case Config -> new Scope.Tables(TableSet.Config, CONFIG_TABLES);
    };
  }

  static DatabaseAddress address(Database database, Mounts mounts) {
    return address(database, "database", mounts);
  }

  /**
   * The same beside another one.
   *
   * @param role that what it mounts begins with
   */
  static DatabaseAddress address(Database database, String role, Mounts mounts) {
    String password = mounts.secret(role + "-password", database.passwordSecretRef());
    String username =
        database.usernameSecretRef() == null
            ? null
            : mounts.secret(role + "-username", database.usernameSecretRef());
    return new DatabaseAddress(
        database.host(),
        port(database),
        database.name(),
        database.username(),
        username,
        password,
        sslMode(database),
        authority(database, role, mounts));
  }

  private static String sslMode(Database database) {
    SslMode mode = database.sslMode() == null ? SslMode.PREFER : database.sslMode();
    return switch (mode) {
      case DISABLE -> "disable";
      case ALLOW -> "allow";
      case PREFER -> "prefer";
      case REQUIRE -> "require";
      case VERIFY_CA -> "verify-ca";
      case VERIFY_FULL -> "verify-full";
    };
  }

  private static String authority(Database database, String role, Mounts mounts) {
    if (database.caSecretRef() != null) {
      return mounts.secret(role + "-ca", database.caSecretRef());
    }
    return database.caConfigMapRef() == null
        ? null
        : mounts.configMap(role + "-ca", database.caConfigMapRef());
  }

  private static Encryption encryption(BackupSpec spec, DatabaseAddress address, Mounts mounts) {
    io.proxpanel.backup.api.v1.Encryption wanted =
        Optional.ofNullable(spec.encryption())
            .orElse(new io.proxpanel.backup.api.v1.Encryption(null, null, null));
    SecretKeyRef password = encryptionPassword(spec);
    boolean databases = password.equals(spec.database().passwordSecretRef());
    return encryption(
        wanted,
        databases ? address.passwordFile() : mounts.secret("encryption-password", password),
        mounts);
  }

  static Encryption encryption(
      io.proxpanel.backup.api.v1.Encryption wanted, String passwordFile, Mounts mounts) {
    return new Encryption(
        BackupFormat.ProxPanelV2,
        wanted.keyOrder() == KeyOrder.PasswordFirst
            ? io.proxpanel.backup.contract.KeyOrder.PASSWORD_FIRST
            : io.proxpanel.backup.contract.KeyOrder.SALT_FIRST,
        passwordFile,
        wanted.licenseKeySecretRef() == null
            ? null
            : mounts.secret("license-key", wanted.licenseKeySecretRef()));
  }

  /** The Secret key that a Backup's file is encrypted with. */
  public static SecretKeyRef encryptionPassword(BackupSpec spec) {
    return spec.encryption() == null || spec.encryption().passwordSecretRef() == null
        ? spec.database().passwordSecretRef()
        : spec.encryption().passwordSecretRef();
  }

  private static List<Destination> destinations(
      List<io.proxpanel.backup.api.v1.Destination> places, Mounts mounts) {
    DestinationMounts mounted = new DestinationMounts(mounts, false);
    return places.stream().map(mounted::of).toList();
  }
}
