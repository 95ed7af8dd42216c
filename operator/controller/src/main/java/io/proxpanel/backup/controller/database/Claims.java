package io.proxpanel.backup.controller.database;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Database;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Times;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The claims of all resources, as their status tells. */
public final class Claims {
  /**
   * Why a Backup waits that lacks nothing but its turn. One that was accepted and not looked at may
   * lack something: its next pass, which comes at once, says so.
   */
  private static final Set<String> AWAITS_ITS_TURN =
      Set.of(
          Reason.Accepted.name(),
          Reason.DatabaseBeingRestored.name(),
          Reason.TooManyBackups.name(),
          Reason.TooManyBackupsOfDatabase.name());

  private static final Set<String> LACKS_ITS_BACKUP =
      Set.of(Reason.BackupMissing.name(), Reason.BackupNotReady.name());

  /** The agent's stage after the dump, in its lines about progress. */
  private static final String STORING = "storing";

  private Claims() {}

  /** The claims of these resources; one that wants nothing of a database has none. */
  public static List<Claim> of(Collection<Backup> backups, Collection<Restore> restores) {
    Map<String, Backup> byName =
        backups.stream().collect(Collectors.toMap(Claims::key, Function.identity(), (a, b) -> a));
    List<Claim> claims = new ArrayList<>();
    for (Backup backup : backups) {
      stage(backup).ifPresent(stage -> claims.add(of(backup, stage)));
    }
    for (Restore restore : restores) {
      Backup source = source(restore).map(byName::get).orElse(null);
      stage(restore, source).flatMap(stage -> of(restore, source, stage)).ifPresent(claims::add);
    }
    return claims;
  }

  /** What a Backup claims at that stage. */
  public static Claim of(Backup backup, Claim.Stage stage) {
    return claim(backup, backup.getSpec().database(), Claim.Kind.BACKUP, stage, null);
  }

  /**
   * What a Restore claims at that stage; nothing while it is not known into which database.
   *
   * @param source the Backup that it names, or null
   */
  public static Optional<Claim> of(Restore restore, Backup source, Claim.Stage stage) {
    String backupUid = source == null ? null : source.getMetadata().getUid();
    return target(restore, source)
        .map(database -> claim(restore, database, Claim.Kind.RESTORE, stage, backupUid));
  }

  /**
   * The database that a Restore replaces.
   *
   * @param source the Backup that it names, or null
   */
  public static Optional<Database> target(Restore restore, Backup source) {
    return Optional.ofNullable(restore.getSpec().database())
        .or(() -> Optional.ofNullable(source).map(backup -> backup.getSpec().database()));
  }

  private static Claim claim(
      HasMetadata of, Database database, Claim.Kind kind, Claim.Stage stage, String backupUid) {
    return new Claim(
        DatabaseId.of(database, of.getMetadata().getNamespace()),
        kind,
        stage,
        of.getMetadata().getNamespace(),
        of.getMetadata().getName(),
        of.getMetadata().getUid(),
        Times.parse(of.getMetadata().getCreationTimestamp()),
        backupUid);
  }

  /** Whether a Backup works or awaits its turn, or neither. */
  public static Optional<Claim.Stage> stage(Backup backup) {
    BackupStatus status = backup.getStatus();
    if (!Attempts.of(status).isUnderWay()) {
      return awaitsItsTurn(backup) ? Optional.of(Claim.Stage.WAITING) : Optional.empty();
    }
    // Its Job is stopped before this condition is anything but JobStopping.
    boolean stopped =
        Conditions.reason(status.conditions, Conditions.FILES_DELETED)
            .filter(reason -> !reason.equals(Reason.JobStopping.name()))
            .isPresent();
    return stopped || hasDumped(status) ? Optional.empty() : Optional.of(Claim.Stage.ACTIVE);
  }

  /**
   * Whether the running attempt is through with the database and brings the file to its
   * destinations: however slow they are, nobody waits for that. Should it have to dump again, since
   * a volume was lost, the agent's lock of the database keeps it and a Restore apart.
   */
  public static boolean hasDumped(BackupStatus status) {
    return status.progress != null && STORING.equals(status.progress.stage());
  }

  private static boolean awaitsItsTurn(Backup backup) {
    BackupStatus status = backup.getStatus();
    return status != null
        && !Attempts.of(status).isOver()
        && !backup.isMarkedForDeletion()
        && Conditions.reason(status.conditions, Conditions.SUCCEEDED)
            .filter(AWAITS_ITS_TURN::contains)
            .isPresent();
  }

  private static Optional<Claim.Stage> stage(Restore restore, Backup source) {
    Attempts attempts = Attempts.of(restore.getStatus());
    if (attempts.isOver() || restore.isMarkedForDeletion()) {
      return Optional.empty();
    }
    if (attempts.isUnderWay()) {
      return Optional.of(Claim.Stage.ACTIVE);
    }
    return lacksOnlyTheDatabase(restore, source)
        ? Optional.of(Claim.Stage.WAITING)
        : Optional.empty();
  }

  private static boolean lacksOnlyTheDatabase(Restore restore, Backup source) {
    Optional<String> reason =
        Optional.ofNullable(restore.getStatus())
            .flatMap(status -> Conditions.reason(status.conditions, Conditions.SUCCEEDED));
    // One that nobody has looked at yet may turn out to be ready: it keeps its place in the queue.
    if (reason.isEmpty() || reason.get().equals(Reason.DatabaseInUse.name())) {
      return true;
    }
    // So does one whose Backup has succeeded since it was looked at.
    return LACKS_ITS_BACKUP.contains(reason.get())
        && source != null
        && Attempts.of(source.getStatus()).phase() == Phase.Succeeded
        && !source.isMarkedForDeletion();
  }

  private static Optional<String> source(Restore restore) {
    return Optional.ofNullable(restore.getSpec().source().backupRef())
        .map(ref -> restore.getMetadata().getNamespace() + "/" + ref.name());
  }

  private static String key(Backup backup) {
    return backup.getMetadata().getNamespace() + "/" + backup.getMetadata().getName();
  }
}
