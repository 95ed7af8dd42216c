package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RetentionRules;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.controller.retention.Candidate;
import io.proxpanel.backup.controller.retention.Decision;
import io.proxpanel.backup.controller.retention.Retention;
import io.proxpanel.backup.controller.retention.Rules;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.ScheduleLabels;
import io.proxpanel.backup.controller.status.Times;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What retention means for the Backups of one schedule, or of one tenant of it. Pure. Time is that
 * of the newest good backup: a clock of the operator that is wrong lets nothing grow old, and
 * neither do backups that fail.
 */
final class Pruning {
  private final RetentionRules spec;
  private final ZoneId zone;
  private final List<Candidate> candidates;
  private final Optional<Candidate> newest;

  private Pruning(RetentionRules spec, ZoneId zone, List<Candidate> candidates) {
    this.spec = spec;
    this.zone = zone;
    this.newest =
        candidates.stream()
            .filter(each -> each.outcome() == Candidate.Outcome.GOOD)
            .max(Comparator.comparing(Candidate::at).thenComparing(Candidate::name));
    this.candidates = candidates.stream().map(this::notLater).toList();
  }

  /** Those that failed since are counted with the ones before. */
  private Candidate notLater(Candidate candidate) {
    return newest
        .map(Candidate::at)
        .filter(time -> candidate.at().isAfter(time))
        .map(candidate::movedTo)
        .orElse(candidate);
  }

  /**
   * One for each tenant, one for the Backups of the whole database, and one for the
   * MikrotikBackups: none takes the place of another's. Those that have not ended or are being
   * deleted do not count.
   */
  static List<Pruning> byTenant(
      BackupSchedule schedule,
      Timing timing,
      ScheduleObservation seen,
      Collection<Restore> restores) {
    Map<String, List<Candidate>> groups = new TreeMap<>();
    Map<String, List<String>> lastGood = LastGood.of(seen.of(MikrotikBackup.class));
    seen.backups().stream()
        .filter(each -> !each.isMarkedForDeletion())
        .filter(each -> Attempts.of(each.getStatus()).isOver())
        .filter(each -> each.getStatus().completionTime != null)
        .forEach(
            each ->
                groups
                    .computeIfAbsent(group(each), name -> new ArrayList<>())
                    .add(candidate(each, restores, lastGood)));
    return groups.values().stream()
        .map(group -> new Pruning(schedule.getSpec().retention(), timing.zone(), group))
        .toList();
  }

  private static String group(StoredResource backup) {
    return backup.getKind() + " " + Optional.ofNullable(ScheduledBackup.tenant(backup)).orElse("");
  }

  private static Candidate candidate(
      StoredResource backup, Collection<Restore> restores, Map<String, List<String>> lastGood) {
    return new Candidate(
        backup.getMetadata().getName(),
        backup.getMetadata().getUid(),
        Times.parse(backup.getStatus().completionTime),
        backup.getStatus().phase.isGood() ? Candidate.Outcome.GOOD : Candidate.Outcome.FAILED,
        ScheduleLabels.isPinned(backup),
        restores.stream()
            .filter(restore -> reads(restore, backup))
            .map(restore -> "Restore \"" + restore.getMetadata().getName() + "\"")
            .sorted()
            .toList(),
        lastGood.getOrDefault(backup.getMetadata().getName(), List.of()),
        refersTo(backup));
  }

  private static List<String> refersTo(StoredResource backup) {
    return backup instanceof MikrotikBackup routers ? routers.getStatus().referred() : List.of();
  }

  /** One that waits counts too: it is going to. */
  private static boolean reads(Restore restore, StoredResource backup) {
    return backup instanceof Backup
        && restore.getSpec().source().backupRef() != null
        && backup.getMetadata().getNamespace().equals(restore.getMetadata().getNamespace())
        && backup.getMetadata().getName().equals(restore.getSpec().source().backupRef().name())
        && !Attempts.of(restore.getStatus()).isOver();
  }

  /** How many good backups there are. */
  int good() {
    return (int)
        candidates.stream().filter(each -> each.outcome() == Candidate.Outcome.GOOD).count();
  }

  /** Name of the newest good backup; empty when there is none. */
  Optional<String> newestName() {
    return newest.map(Candidate::name);
  }

  /** Whether there are rules and something to apply them to. */
  boolean applies() {
    return spec != null && newest.isPresent();
  }

  /** What a run is for: the newest good backup and the rules. One run is enough for the same. */
  String occasion() {
    return newest.orElseThrow().name() + " " + Json.write(spec);
  }

  /** What a run now keeps and deletes. */
  Decision decide() {
    return Retention.decide(rules(), zone, newest.orElseThrow().at(), candidates);
  }

  /**
   * What the run after the next good backup will delete.
   *
   * @param decision of a run now
   * @param next when that is due
   */
  List<Candidate> foresee(Decision decision, Instant next) {
    return Retention.foresee(
            rules(), zone, next, decision.kept().stream().map(kept -> kept.candidate()).toList())
        .delete();
  }

  private Rules rules() {
    return new Rules(
        number(spec.days()),
        number(spec.keepLast()),
        number(spec.keepHourly()),
        number(spec.keepDaily()),
        number(spec.keepWeekly()),
        number(spec.keepMonthly()),
        number(spec.keepYearly()),
        Optional.ofNullable(spec.minKeep()).orElse(1),
        Optional.ofNullable(spec.failedKeep()).orElse(3));
  }

  private static int number(Integer value) {
    return Optional.ofNullable(value).orElse(0);
  }
}
