package io.proxpanel.backup.controller.job;

import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.RouterSettings;
import java.util.List;
import java.util.Optional;

/** What counts for a router: its own settings, and those of the defaults that it leaves out. */
public final class EffectiveSettings {
  private EffectiveSettings() {}

  /**
   * The settings that count. What belongs together is taken together: a router with a user of its
   * own does not get the Secret of another, nor one with a fingerprint another's CA.
   *
   * @param own of the router
   * @param defaults of the resource, or null
   */
  public static RouterSettings of(RouterSettings own, RouterSettings defaults) {
    RouterSettings base = defaults == null ? new RouterSettings() : defaults;
    RouterSettings all = new RouterSettings();
    all.tls = or(own.tls, base.tls);
    // The port of the defaults is that of their protocol.
    boolean otherProtocol = own.tls != null && !own.tls.equals(base.tls == null || base.tls);
    all.port = own.port != null || otherProtocol ? own.port : base.port;
    boolean ownUser = own.username != null || own.usernameSecretRef != null;
    all.username = ownUser ? own.username : base.username;
    all.usernameSecretRef = ownUser ? own.usernameSecretRef : base.usernameSecretRef;
    all.passwordSecretRef = or(own.passwordSecretRef, base.passwordSecretRef);
    trust(all, trusts(own) ? own : base);
    all.fetch = or(own.fetch, base.fetch);
    all.ftpPort = or(own.ftpPort, base.ftpPort);
    all.sshPort = or(own.sshPort, base.sshPort);
    boolean ownKeys = own.hostKeyConfigMapRef != null || own.hostKeyFingerprints != null;
    all.hostKeyConfigMapRef = ownKeys ? own.hostKeyConfigMapRef : base.hostKeyConfigMapRef;
    all.hostKeyFingerprints = ownKeys ? own.hostKeyFingerprints : base.hostKeyFingerprints;
    all.form = or(own.form, base.form);
    all.sensitive = or(own.sensitive, base.sensitive);
    all.binaryBackup = or(own.binaryBackup, base.binaryBackup);
    all.connectSeconds = or(own.connectSeconds, base.connectSeconds);
    all.answerSeconds = or(own.answerSeconds, base.answerSeconds);
    all.exportSeconds = or(own.exportSeconds, base.exportSeconds);
    return all;
  }

  /** The same for the router of that name; of one that the spec does not list, the defaults. */
  public static RouterSettings of(String name, MikrotikBackupSpec spec) {
    RouterSettings own =
        Optional.ofNullable(spec.routers()).stream()
            .flatMap(List::stream)
            .filter(router -> name.equals(router.name))
            .<RouterSettings>map(router -> router)
            .findFirst()
            .orElseGet(RouterSettings::new);
    return of(own, spec.defaults());
  }

  private static boolean trusts(RouterSettings settings) {
    return settings.caSecretRef != null
        || settings.caConfigMapRef != null
        || settings.certificateFingerprint != null
        || settings.insecureSkipVerify != null;
  }

  private static void trust(RouterSettings all, RouterSettings from) {
    all.caSecretRef = from.caSecretRef;
    all.caConfigMapRef = from.caConfigMapRef;
    all.certificateFingerprint = from.certificateFingerprint;
    all.insecureSkipVerify = from.insecureSkipVerify;
  }

  private static <T> T or(T own, T otherwise) {
    return own == null ? otherwise : own;
  }
}
