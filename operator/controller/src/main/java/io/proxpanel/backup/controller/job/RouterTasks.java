package io.proxpanel.backup.controller.job;

import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.RouterDatabase;
import io.proxpanel.backup.api.v1.RouterSettings;
import io.proxpanel.backup.api.v1.RouterSpec;
import io.proxpanel.backup.contract.Encryption;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterLogins;
import io.proxpanel.backup.contract.SecretRouters;
import io.proxpanel.backup.contract.Task;
import java.util.List;
import java.util.Optional;

/** Makes the agent's task out of a MikrotikBackup. */
public final class RouterTasks {
  private static final int AT_ONCE = 8;
  private static final List<String> KEYS =
      List.of(
          SecretRouters.HOST, SecretRouters.PORT, SecretRouters.USERNAME, SecretRouters.PASSWORD);

  private RouterTasks() {}

  /**
   * Back up these routers.
   *
   * @param fileName name of the list
   * @param secrets names of the Secrets that the spec's selector fits
   * @param previous the runs to compare with, the newest first
   * @param referable UIDs of runs whose archives stand for those of routers that have not changed
   * @param destinations where to store
   */
  public static AgentTask routers(
      Owner owner,
      String createdAt,
      MikrotikBackupSpec spec,
      String fileName,
      List<String> secrets,
      List<Task.PreviousRun> previous,
      List<String> referable,
      List<Destination> destinations) {
    Mounts mounts = new Mounts();
    DestinationMounts mounted = new DestinationMounts(mounts, false);
    Task task =
        new Task.Routers(
            owner.uid(),
            owner.namespace(),
            owner.name(),
            createdAt,
            fileName,
            listed(spec, mounts),
            spec.fromDatabase() == null ? null : query(spec, "database", mounts),
            spec.fromSecrets() == null ? null : secrets(spec, secrets, mounts),
            atOnce(spec),
            previous,
            spec.encryption() == null ? null : encryption(spec.encryption(), mounts),
            destinations.stream().map(mounted::of).toList(),
            referable);
    return new AgentTask(Verb.ROUTERS, task, mounts);
  }

  /** Log in to these routers; what is mounted for the Backups' own database is another. */
  static RouterLogins logins(ProbedRouters probed, Mounts mounts) {
    MikrotikBackupSpec spec = probed.spec();
    return new RouterLogins(
        listed(spec, mounts),
        spec.fromDatabase() == null ? null : query(spec, "router-database", mounts),
        spec.fromSecrets() == null ? null : secrets(spec, probed.secrets(), mounts),
        atOnce(spec),
        probed.limit().toSeconds());
  }

  private static List<Router> listed(MikrotikBackupSpec spec, Mounts mounts) {
    return Optional.ofNullable(spec.routers()).orElse(List.of()).stream()
        .map(each -> router(each, spec.defaults(), mounts))
        .toList();
  }

  private static int atOnce(MikrotikBackupSpec spec) {
    return Optional.ofNullable(spec.atOnce()).orElse(AT_ONCE);
  }

  private static Task.RouterQuery query(MikrotikBackupSpec spec, String role, Mounts mounts) {
    RouterDatabase from = spec.fromDatabase();
    return new Task.RouterQuery(
        AgentTasks.address(from.database(), role, mounts),
        from.query(),
        settings(spec.defaults(), mounts));
  }

  private static SecretRouters secrets(MikrotikBackupSpec spec, List<String> names, Mounts mounts) {
    return new SecretRouters(
        mounts.folders(names, KEYS),
        names,
        Selectors.text(spec.fromSecrets().selector()),
        settings(spec.defaults(), mounts));
  }

  /** Of a router whose name and host are not known yet. */
  private static Router settings(RouterSettings defaults, Mounts mounts) {
    return router(null, null, EffectiveSettings.of(new RouterSettings(), defaults), mounts);
  }

  private static Router router(RouterSpec router, RouterSettings defaults, Mounts mounts) {
    return router(router.name, router.host, EffectiveSettings.of(router, defaults), mounts);
  }

  private static Router router(String name, String host, RouterSettings settings, Mounts mounts) {
    boolean tls = !Boolean.FALSE.equals(settings.tls);
    return new Router(
        name,
        host,
        or(settings.port, tls ? Router.API_TLS_PORT : Router.API_PORT),
        tls ? tls(settings, mounts) : null,
        settings.username,
        settings.usernameSecretRef == null ? null : mounts.optional(settings.usernameSecretRef),
        settings.passwordSecretRef == null ? null : mounts.optional(settings.passwordSecretRef),
        settings.fetch == null ? null : Router.Fetch.valueOf(settings.fetch.name()),
        or(settings.ftpPort, Router.FTP_PORT),
        or(settings.sshPort, Router.SSH_PORT),
        settings.hostKeyConfigMapRef == null ? null : mounts.optional(settings.hostKeyConfigMapRef),
        settings.hostKeyFingerprints,
        settings.form == null ? null : Router.Form.valueOf(settings.form.name()),
        Boolean.TRUE.equals(settings.sensitive),
        binary(settings, mounts),
        settings.connectSeconds,
        settings.answerSeconds,
        settings.exportSeconds);
  }

  private static Router.Tls tls(RouterSettings settings, Mounts mounts) {
    String authorities = null;
    if (settings.caSecretRef != null) {
      authorities = mounts.optional(settings.caSecretRef);
    } else if (settings.caConfigMapRef != null) {
      authorities = mounts.optional(settings.caConfigMapRef);
    }
    return new Router.Tls(
        authorities,
        settings.certificateFingerprint,
        Boolean.TRUE.equals(settings.insecureSkipVerify));
  }

  private static Router.BinaryBackup binary(RouterSettings settings, Mounts mounts) {
    if (settings.binaryBackup == null) {
      return null;
    }
    return new Router.BinaryBackup(
        settings.binaryBackup.passwordSecretRef() == null
            ? null
            : mounts.optional(settings.binaryBackup.passwordSecretRef()));
  }

  private static Encryption encryption(
      io.proxpanel.backup.api.v1.Encryption encryption, Mounts mounts) {
    return AgentTasks.encryption(
        encryption, mounts.secret("encryption-password", encryption.passwordSecretRef()), mounts);
  }

  private static int or(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
