package io.proxpanel.backup.controller.restore;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Database;
import io.proxpanel.backup.api.v1.FileSource;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreConnections;
import io.proxpanel.backup.api.v1.RestoreKeys;
import io.proxpanel.backup.api.v1.RestoreOwners;
import io.proxpanel.backup.api.v1.RestoreSpec;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.controller.cluster.Unreadable;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.PathRules;
import io.proxpanel.backup.controller.job.Places;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out what a Restore restores. Pure. */
final class Sources {
  /** Name of the place of a file that no Backup has written. */
  private static final String FILE = "source";

  private Sources() {}

  /** What came of it. */
  sealed interface Finding {
    /** It is known. */
    record Found(Source source) implements Finding {}

    /** It may be known later. */
    record NotYet(Reason reason, String message) implements Finding {}

    /** It will not do. */
    record Never(Failure failure) implements Finding {}
  }

  /**
   * Looks at the spec and the Backup that it names.
   *
   * @param backup the Backup of the name in {@code backupRef}, where there is one
   */
  static Finding find(Restore restore, Optional<Backup> backup) {
    RestoreSpec spec = restore.getSpec();
    Database given = spec.database();
    Optional<Failure> refusal =
        Optional.ofNullable(given).flatMap(database -> unconfirmed(spec, database));
    if (refusal.isPresent()) {
      return new Finding.Never(refusal.get());
    }
    if (spec.source().keptDatabase() != null) {
      return ofKept(spec);
    }
    return spec.source().file() == null
        ? ofBackup(restore, backup)
        : ofFile(spec, spec.source().file());
  }

  private static Finding ofKept(RestoreSpec spec) {
    if (spec.database() == null) {
      return new Finding.Never(
          new Failure(
              ErrorCode.TaskInvalid,
              "A kept database does not say which database it was: create another Restore with"
                  + " database; nothing was started."));
    }
    String kept = spec.source().keptDatabase();
    return new Finding.Found(
        new Source(
            kept,
            List.of(),
            null,
            kept,
            spec.database(),
            List.of(spec.database().passwordSecretRef()),
            null,
            options(spec, null)));
  }

  private static Finding ofFile(RestoreSpec spec, FileSource file) {
    Optional<Failure> bad =
        PathRules.badName(file.name(), "source.file.name")
            .or(
                () ->
                    Optional.ofNullable(file.local())
                        .flatMap(
                            local ->
                                PathRules.badFolder(
                                    Collections.singleton(local.path()),
                                    "source.file.local.path")));
    if (bad.isPresent()) {
      return new Finding.Never(bad.get());
    }
    if (spec.database() == null) {
      return new Finding.Never(
          new Failure(
              ErrorCode.TaskInvalid,
              "A file does not say which database it is for: create another Restore with database;"
                  + " nothing was started."));
    }
    return new Finding.Found(
        new Source(
            file.name(),
            List.of(file.place(FILE)),
            file.name(),
            null,
            spec.database(),
            keys(spec, Stream.of(spec.database().passwordSecretRef())),
            spec.tenant(),
            options(spec, null)));
  }

  private static Finding ofBackup(Restore restore, Optional<Backup> found) {
    RestoreSpec spec = restore.getSpec();
    String what = "Backup \"" + spec.source().backupRef().name() + "\"";
    if (found.isEmpty()) {
      return notYet(Reason.BackupMissing, what, "it does not exist");
    }
    Backup backup = found.get();
    if (Unreadable.is(backup)) {
      return notYet(Reason.BackupNotReady, what, Unreadable.why(backup));
    }
    // The file of a Backup waits for the Restores that have begun.
    if (backup.isMarkedForDeletion() && !Attempts.of(restore.getStatus()).hasBegun()) {
      return notYet(Reason.BackupMissing, what, "it is being deleted");
    }
    Phase phase = backup.getStatus() == null ? null : backup.getStatus().phase;
    if (phase == Phase.Failed) {
      return new Finding.Never(
          new Failure(
              ErrorCode.BackupNotUsable,
              "The %s failed and has no file: name another one; nothing was touched."
                  .formatted(what)));
    }
    if (phase != Phase.Succeeded) {
      return notYet(Reason.BackupNotReady, what, "it has not succeeded yet");
    }
    Database target = Objects.requireNonNullElse(spec.database(), backup.getSpec().database());
    return unconfirmed(spec, target)
        .<Finding>map(Finding.Never::new)
        .orElseGet(() -> new Finding.Found(source(spec, backup, target)));
  }

  private static Source source(RestoreSpec spec, Backup backup, Database target) {
    return new Source(
        backup.getMetadata().getName(),
        Places.holding(backup),
        backup.getStatus().fileName,
        null,
        target,
        keys(
            spec,
            Stream.of(AgentTasks.encryptionPassword(backup.getSpec()), target.passwordSecretRef())),
        Optional.ofNullable(spec.tenant()).orElse(backup.getSpec().tenant()),
        options(spec, backup.getStatus().searchPath));
  }

  /**
   * How it is done. A resource that came past the schema's defaults says nothing of the mode.
   *
   * @param searchPath of the role that dumped it, or null where nobody knows
   */
  private static RestoreOptions options(RestoreSpec spec, String searchPath) {
    return new RestoreOptions(
        Optional.ofNullable(spec.mode())
            .map(mode -> RestoreOptions.Mode.valueOf(mode.name()))
            .orElse(RestoreOptions.Mode.Auto),
        spec.owners() == RestoreOwners.Login ? RestoreOptions.Owners.Login : null,
        spec.connections() == RestoreConnections.Leave ? RestoreOptions.Connections.Leave : null,
        Boolean.TRUE.equals(spec.discardExcludedRows()),
        spec.dropOutside(),
        searchPath);
  }

  private static List<SecretKeyRef> keys(RestoreSpec spec, Stream<SecretKeyRef> known) {
    List<SecretKeyRef> more =
        Optional.ofNullable(spec.keys()).map(RestoreKeys::passwords).orElse(List.of());
    return Stream.concat(known, more.stream()).distinct().toList();
  }

  private static Optional<Failure> unconfirmed(RestoreSpec spec, Database target) {
    if (target.name().equals(spec.confirmOverwrite())) {
      return Optional.empty();
    }
    return Optional.of(
        new Failure(
            ErrorCode.OverwriteNotConfirmed,
            ("confirmOverwrite is \"%s\" but the target database is \"%s\": nothing was touched."
                    + " To overwrite it, create another Restore with confirmOverwrite: %s.")
                .formatted(
                    Objects.requireNonNullElse(spec.confirmOverwrite(), ""),
                    target.name(),
                    target.name())));
  }

  private static Finding notYet(Reason reason, String what, String why) {
    return new Finding.NotYet(reason, "waiting for " + what + ": " + why);
  }
}
