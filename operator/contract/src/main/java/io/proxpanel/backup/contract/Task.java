package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What the operator asks of the agent: one JSON document without secrets. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "task")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Task.Backup.class, name = "backup"),
  @JsonSubTypes.Type(value = Task.Restore.class, name = "restore"),
  @JsonSubTypes.Type(value = Task.SwapBack.class, name = "swap-back"),
  @JsonSubTypes.Type(value = Task.DropKept.class, name = "drop-kept"),
  @JsonSubTypes.Type(value = Task.Delete.class, name = "delete"),
  @JsonSubTypes.Type(value = Task.Check.class, name = "check"),
  @JsonSubTypes.Type(value = Task.Discover.class, name = "discover"),
  @JsonSubTypes.Type(value = Task.Sync.class, name = "sync"),
  @JsonSubTypes.Type(value = Task.Probe.class, name = "probe"),
  @JsonSubTypes.Type(value = Task.Routers.class, name = "routers")
})
public sealed interface Task {

  /** UID of the resource that the task is for; what the agent writes is marked with it. */
  String uid();

  /**
   * The same task; those of its destinations in the cloud backup service that name no URL have this
   * one.
   */
  Task withCloudUrl(String url);

  /**
   * Dump, encrypt, store. Idempotent: a whole file of the same UID is taken as the result.
   *
   * @param uid UID of the Backup
   * @param namespace of the Backup, for the manifest
   * @param name of the Backup, for the manifest
   * @param createdAt creation of the Backup, RFC 3339, for the manifest
   * @param fileName the final name, a base name
   * @param database what to dump
   * @param scope the part of it to dump, or null for all of it
   * @param excludeTableData tables whose rows are left out, as {@code name} or {@code schema.name};
   *     in the backup of a tenant a name alone is that of a table in its schema
   * @param encryption how to encrypt
   * @param destinations where to store
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Backup(
      String uid,
      String namespace,
      String name,
      String createdAt,
      String fileName,
      DatabaseAddress database,
      Scope scope,
      List<String> excludeTableData,
      Encryption encryption,
      List<Destination> destinations)
      implements Task {
    /** Copies the lists. */
    public Backup {
      excludeTableData = excludeTableData == null ? List.of() : List.copyOf(excludeTableData);
      destinations = destinations == null ? List.of() : List.copyOf(destinations);
    }

    @Override
    public Backup withCloudUrl(String url) {
      return new Backup(
          uid,
          namespace,
          name,
          createdAt,
          fileName,
          database,
          scope,
          excludeTableData,
          encryption,
          Destination.withCloudUrl(destinations, url));
    }
  }

  /**
   * Authenticate, plan, restore.
   *
   * @param uid UID of the Restore
   * @param sources where the file is, the nearest first; another is taken when the file of one is
   *     missing, cut or damaged
   * @param fileName its name, a base name
   * @param database the target
   * @param confirmOverwrite must equal the target database's name
   * @param passwordFiles files with the passwords to try, in order
   * @param previousTransactionId transaction id of an attempt whose end is not known, or null; the
   *     agent asks the server how that transaction ended before it begins another
   * @param tenantSchema the only schema that the file may hold and that is touched, or null for
   *     whatever the file holds
   * @param options how it is done
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Restore(
      String uid,
      List<Destination> sources,
      String fileName,
      DatabaseAddress database,
      String confirmOverwrite,
      List<String> passwordFiles,
      String previousTransactionId,
      String tenantSchema,
      RestoreOptions options)
      implements Task {
    /** Copies the lists. */
    public Restore {
      sources = sources == null ? List.of() : List.copyOf(sources);
      passwordFiles = passwordFiles == null ? List.of() : List.copyOf(passwordFiles);
      options = options == null ? RestoreOptions.DEFAULT : options;
    }

    @Override
    public Restore withCloudUrl(String url) {
      return new Restore(
          uid,
          Destination.withCloudUrl(sources, url),
          fileName,
          database,
          confirmOverwrite,
          passwordFiles,
          previousTransactionId,
          tenantSchema,
          options);
    }
  }

  /**
   * Give a database that a restore has replaced its name again, and keep the one that has it now.
   * Nothing but names changes.
   *
   * @param uid UID of the Restore
   * @param database whose name it is to have
   * @param confirmOverwrite must equal that name
   * @param keptDatabase name under which it is kept
   * @param connections what becomes of the sessions of others
   * @param previousTransactionId transaction id of an attempt whose end is not known, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SwapBack(
      String uid,
      DatabaseAddress database,
      String confirmOverwrite,
      String keptDatabase,
      RestoreOptions.Connections connections,
      String previousTransactionId)
      implements Task {
    /** Puts the default in. */
    public SwapBack {
      connections = connections == null ? RestoreOptions.Connections.Refuse : connections;
    }

    @Override
    public SwapBack withCloudUrl(String url) {
      return this;
    }
  }

  /**
   * Drop a database that a restore has replaced and kept. Idempotent: where it is gone, that is the
   * result. One that is not marked as kept by that restore is never dropped, and none while no
   * database has the name that it had.
   *
   * @param uid UID of the Restore that kept it
   * @param database that replaced it, which must be there
   * @param keptDatabase name under which it is kept
   */
  record DropKept(String uid, DatabaseAddress database, String keptDatabase) implements Task {
    @Override
    public DropKept withCloudUrl(String url) {
      return this;
    }
  }

  /**
   * Remove a Backup's file, its manifest and its debris. Files of another UID are never touched.
   *
   * @param uid UID of the Backup
   * @param fileName the final name, a base name
   * @param destinations where it was stored
   */
  record Delete(String uid, String fileName, List<Destination> destinations) implements Task {
    /** Copies the list. */
    public Delete {
      destinations = destinations == null ? List.of() : List.copyOf(destinations);
    }

    @Override
    public Delete withCloudUrl(String url) {
      return new Delete(uid, fileName, Destination.withCloudUrl(destinations, url));
    }
  }

  /**
   * Look whether a Backup's file is still where it was stored, is the Backup's own, and is as long
   * as it was; with a list of routers, whether all that it names is there. Nothing is changed, and
   * no content is read but that list's.
   *
   * @param uid UID of the Backup
   * @param fileName the final name, a base name
   * @param sizeBytes length of the file when it was stored
   * @param destinations where it was stored
   * @param listFiles whether to say which backup files are there: a {@link FileList}, which the
   *     result names as its {@link TaskResult#document()}
   */
  record Check(
      String uid,
      String fileName,
      long sizeBytes,
      List<Destination> destinations,
      boolean listFiles)
      implements Task {
    /** Copies the list. */
    public Check {
      destinations = destinations == null ? List.of() : List.copyOf(destinations);
    }

    @Override
    public Check withCloudUrl(String url) {
      return new Check(
          uid, fileName, sizeBytes, Destination.withCloudUrl(destinations, url), listFiles);
    }
  }

  /**
   * Bring a Backup's file from where it is to where it is not. Idempotent: where it is already,
   * that is the result.
   *
   * @param uid UID of the Backup
   * @param fileName the final name, a base name
   * @param sizeBytes length of the file
   * @param sha256 of the file, hexadecimal: what is not that is not copied
   * @param sources where it is, the nearest first
   * @param destinations where it is to be
   */
  record Sync(
      String uid,
      String fileName,
      long sizeBytes,
      String sha256,
      List<Destination> sources,
      List<Destination> destinations)
      implements Task {
    /** Copies the lists. */
    public Sync {
      sources = sources == null ? List.of() : List.copyOf(sources);
      destinations = destinations == null ? List.of() : List.copyOf(destinations);
    }

    @Override
    public Sync withCloudUrl(String url) {
      return new Sync(
          uid,
          fileName,
          sizeBytes,
          sha256,
          Destination.withCloudUrl(sources, url),
          Destination.withCloudUrl(destinations, url));
    }
  }

  /**
   * Find out which tenants a database has: a {@link TenantList}, which the result names as its
   * {@link TaskResult#document()}. Nothing is changed.
   *
   * @param uid UID of the BackupSchedule
   * @param database that has the tenants
   * @param query a SELECT of one column with slugs or names of schemas, or null for the schemas
   *     named {@code tenant_…}, as far as the panel's own table says that they are active
   * @param include patterns with {@code *} and {@code ?}: only slugs that one of them fits are
   *     taken; none is all
   * @param exclude patterns of slugs that are not taken
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Discover(
      String uid,
      DatabaseAddress database,
      String query,
      List<String> include,
      List<String> exclude)
      implements Task {
    /** Copies the lists. */
    public Discover {
      include = include == null ? List.of() : List.copyOf(include);
      exclude = exclude == null ? List.of() : List.copyOf(exclude);
    }

    @Override
    public Discover withCloudUrl(String url) {
      return this;
    }
  }

  /**
   * Try what backups will need: log in to the database and read what is dumped, log in to routers,
   * and at every destination write a small file, read it back, and delete it. Nothing else is
   * changed.
   *
   * @param uid UID of the BackupSchedule
   * @param database what to dump, or null when only the destinations are tried
   * @param dumps whether the login itself dumps, so that it must be able to read all of the scope
   * @param scope the part of the database that is dumped, or null for all of it
   * @param destinations where to store
   * @param routers whose configurations are backed up, or null for none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Probe(
      String uid,
      DatabaseAddress database,
      boolean dumps,
      Scope scope,
      List<Destination> destinations,
      RouterLogins routers)
      implements Task {
    /** Copies the list. */
    public Probe {
      destinations = destinations == null ? List.of() : List.copyOf(destinations);
    }

    /** Where no routers are backed up. */
    public Probe(
        String uid,
        DatabaseAddress database,
        boolean dumps,
        Scope scope,
        List<Destination> destinations) {
      this(uid, database, dumps, scope, destinations, null);
    }

    @Override
    public Probe withCloudUrl(String url) {
      return new Probe(
          uid, database, dumps, scope, Destination.withCloudUrl(destinations, url), routers);
    }
  }

  /**
   * Fetch the configurations of many routers, pack each into an archive of its own, compare it with
   * the last good one, and store them with a {@link RouterList}. One good router is a success; the
   * list says what became of the others, and is the result's {@link TaskResult#document()} too.
   * Idempotent: a list of the same UID that is there already is taken as the result.
   *
   * @param uid UID of the MikrotikBackup
   * @param namespace of the MikrotikBackup, for the manifests
   * @param name of the MikrotikBackup, for the manifests
   * @param createdAt creation of the MikrotikBackup, RFC 3339, for the manifests
   * @param fileName name of the list, as {@link RouterFiles#list} has it; the archives have the
   *     same time in their names
   * @param routers the routers, each with a name of its own
   * @param query where more routers are looked up, or null for nowhere
   * @param secrets more routers, each with a Secret of its own, or null for none
   * @param atOnce how many routers are asked at the same time
   * @param previous the runs to compare with, the newest first, where they are in the same
   *     destinations; may be empty
   * @param encryption how the archives are encrypted, or null for not at all
   * @param destinations where to store
   * @param referable UIDs of earlier runs, the newest first, whose archives stand for those of
   *     routers that have not changed since; empty where every router gets an archive of its own
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Routers(
      String uid,
      String namespace,
      String name,
      String createdAt,
      String fileName,
      List<Router> routers,
      RouterQuery query,
      SecretRouters secrets,
      int atOnce,
      List<PreviousRun> previous,
      Encryption encryption,
      List<Destination> destinations,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> referable)
      implements Task {
    /** Copies the lists. */
    public Routers {
      routers = routers == null ? List.of() : List.copyOf(routers);
      previous = previous == null ? List.of() : List.copyOf(previous);
      destinations = destinations == null ? List.of() : List.copyOf(destinations);
      referable = referable == null ? List.of() : List.copyOf(referable);
    }

    @Override
    public Routers withCloudUrl(String url) {
      return new Routers(
          uid,
          namespace,
          name,
          createdAt,
          fileName,
          routers,
          query,
          secrets,
          atOnce,
          previous,
          encryption,
          Destination.withCloudUrl(destinations, url),
          referable);
    }
  }

  /**
   * An earlier run over routers.
   *
   * @param uid UID of its MikrotikBackup
   * @param fileName name of its list
   */
  record PreviousRun(String uid, String fileName) {}

  /**
   * Routers that a database knows.
   *
   * @param database to ask
   * @param query a SELECT of the columns {@code name}, {@code host} and, where it has one, {@code
   *     port}; or null for the table {@code nas} of a panel, as far as its type is mikrotik
   * @param settings of each of them: a router without name and host
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RouterQuery(DatabaseAddress database, String query, Router settings) {}
}
