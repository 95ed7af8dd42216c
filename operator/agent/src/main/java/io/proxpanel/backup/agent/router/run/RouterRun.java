package io.proxpanel.backup.agent.router.run;

import java.time.Clock;
import java.util.List;

/**
 * What all routers of a run have in common.
 *
 * @param files where archives go
 * @param previous to compare with
 * @param older what stands for a new archive where nothing has changed
 * @param manifests for the archives
 * @param earlier UIDs of runs that have ended, whose files may still be on a router
 * @param clock for the time in the archives
 */
public record RouterRun(
    ArchiveFiles files,
    PreviousExports previous,
    OlderArchives older,
    RunManifests manifests,
    List<String> earlier,
    Clock clock) {
  /** Copies the list. */
  public RouterRun {
    earlier = List.copyOf(earlier);
  }
}
