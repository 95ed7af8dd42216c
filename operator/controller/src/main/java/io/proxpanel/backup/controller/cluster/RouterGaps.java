package io.proxpanel.backup.controller.cluster;

import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.RouterSettings;
import io.proxpanel.backup.api.v1.RouterSpec;
import io.proxpanel.backup.controller.job.EffectiveSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is not there of what it takes to find routers and to log in to them. One router that can be
 * logged in to is worth a run.
 *
 * @param surroundings what is there
 */
public record RouterGaps(Surroundings surroundings) {
  /** What is missing; empty when a Job can begin. */
  public List<Gap> of(String namespace, MikrotikBackupSpec spec) {
    List<Gap> gaps = new ArrayList<>();
    if (spec.fromSecrets() != null) {
      // Each of these may have a login of its own: whether it has is seen by the agent.
      surroundings.listGap(namespace, spec.fromSecrets()).ifPresent(gaps::add);
    } else if (spec.fromDatabase() == null) {
      gaps.addAll(loginsOfNone(namespace, spec));
    } else {
      RouterSettings found = EffectiveSettings.of(new RouterSettings(), spec.defaults());
      gaps.addAll(surroundings.gaps(namespace, Needs.ofRouter(found)));
    }
    gaps.addAll(surroundings.gaps(namespace, Needs.ofRouters(spec)));
    return gaps;
  }

  /** What is missing where no router can be logged in to. */
  private List<Gap> loginsOfNone(String namespace, MikrotikBackupSpec spec) {
    Map<Need, List<Gap>> known = new HashMap<>();
    List<Gap> first = List.of();
    for (RouterSpec router : spec.routers()) {
      List<Gap> gaps =
          Needs.ofRouter(EffectiveSettings.of(router, spec.defaults())).stream()
              .flatMap(need -> known.computeIfAbsent(need, each -> gap(namespace, each)).stream())
              .toList();
      if (gaps.isEmpty()) {
        return List.of();
      }
      first = first.isEmpty() ? gaps : first;
    }
    return first;
  }

  private List<Gap> gap(String namespace, Need need) {
    return surroundings.gaps(namespace, List.of(need));
  }
}
