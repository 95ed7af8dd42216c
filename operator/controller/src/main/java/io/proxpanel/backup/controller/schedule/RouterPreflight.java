package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.RouterSpec;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.cluster.Need;
import io.proxpanel.backup.controller.cluster.Needs;
import io.proxpanel.backup.controller.cluster.RouterGaps;
import io.proxpanel.backup.controller.job.EffectiveSettings;
import io.proxpanel.backup.controller.job.ProbedRouters;
import io.proxpanel.backup.controller.reconcile.Tools;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is tried of a schedule's routers, where it backs up any.
 *
 * @param tools of the operator
 */
record RouterPreflight(Tools tools) {
  /** Of how many Secrets the versions are looked at; each is a request, twice a minute. */
  private static final int MOST_LOOKED_AT = 20;

  /** What they are tried with: another text when anything of it has changed. */
  String inputs(BackupSchedule schedule) {
    MikrotikBackupSpec spec = schedule.getSpec().mikrotik();
    if (spec == null) {
      return "";
    }
    String namespace = schedule.getMetadata().getNamespace();
    List<String> versions =
        needs(spec)
            .distinct()
            .limit(MOST_LOOKED_AT)
            .map(need -> need + " " + tools.surroundings().version(namespace, need))
            .toList();
    List<String> selected = tools.surroundings().versionsOf(namespace, spec.fromSecrets());
    return Json.write(spec.defaults())
        + Json.write(spec.routers())
        + Json.write(spec.fromDatabase())
        + Json.write(spec.fromSecrets())
        + versions
        + selected;
  }

  /** What many routers share comes first: that of the defaults is what a found one has. */
  private static Stream<Need> needs(MikrotikBackupSpec spec) {
    RouterSpec found = new RouterSpec();
    Stream<RouterSpec> listed = Optional.ofNullable(spec.routers()).stream().flatMap(List::stream);
    return Stream.concat(
        Needs.ofRouters(spec).stream(),
        Stream.concat(Stream.of(found), listed)
            .flatMap(each -> Needs.ofRouter(EffectiveSettings.of(each, spec.defaults())).stream()));
  }

  /** What is not there, so that they are not tried. */
  Optional<Gap> gap(BackupSchedule schedule) {
    return Optional.ofNullable(schedule.getSpec().mikrotik())
        .flatMap(
            spec ->
                new RouterGaps(tools.surroundings())
                    .of(schedule.getMetadata().getNamespace(), spec).stream().findFirst());
  }

  /** Those that a Job tries, or null for none. */
  ProbedRouters probed(BackupSchedule schedule) {
    if (schedule.getSpec().mikrotik() == null || gap(schedule).isPresent()) {
      return null;
    }
    MikrotikBackupSpec spec = schedule.getSpec().mikrotik();
    return probed(
        spec,
        tools.surroundings().secretsOf(schedule.getMetadata().getNamespace(), spec.fromSecrets()));
  }

  /** The same to tell the agent's sentences with, where it makes no difference which there were. */
  ProbedRouters told(BackupSchedule schedule) {
    MikrotikBackupSpec spec = schedule.getSpec().mikrotik();
    return spec == null ? null : probed(spec, List.of());
  }

  private ProbedRouters probed(MikrotikBackupSpec spec, List<String> secrets) {
    return new ProbedRouters(spec, secrets, tools.settings().preflight().routersLimit());
  }
}
