package io.proxpanel.backup.controller.backup;

import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.database.Claim;
import io.proxpanel.backup.controller.database.Claims;
import io.proxpanel.backup.controller.database.DatabaseGate;
import java.util.Optional;
import java.util.Set;

/**
 * Wakes the Backups for which there is a place when another one ends or gives its turn away. They
 * would look by themselves, but those that were far behind only after a long pause.
 */
final class NextInLine extends AbstractEventSource<Void, Backup>
    implements ResourceEventAware<Backup> {
  private final DatabaseGate gate;
  private final IndexedResourceCache<Backup> backups;
  private final InformerEventSource<Restore, Backup> restores;

  NextInLine(
      DatabaseGate gate,
      IndexedResourceCache<Backup> backups,
      InformerEventSource<Restore, Backup> restores) {
    super(Void.class, "next-in-line");
    this.gate = gate;
    this.backups = backups;
    this.restores = restores;
  }

  /** Called when the cache of Backups shows the change already. */
  @Override
  public void onResourceUpdated(Backup now, Backup before) {
    Optional<Claim.Stage> stage = Claims.stage(now);
    Optional<Claim.Stage> stageBefore = Claims.stage(before);
    boolean enters = stage.equals(Optional.of(Claim.Stage.ACTIVE));
    if (stageBefore.isPresent() && !stageBefore.equals(stage) && !enters) {
      wake();
    }
  }

  @Override
  public void onResourceDeleted(Backup last) {
    if (Claims.stage(last).isPresent()) {
      wake();
    }
  }

  @Override
  public Set<Void> getSecondaryResources(Backup backup) {
    return Set.of();
  }

  private void wake() {
    // While caches fill, every Backup still has its first pass before it.
    if (isRunning() && restores.isRunning()) {
      gate.next(Claims.of(Watches.held(backups), Watches.held(restores))).stream()
          .map(claim -> new ResourceID(claim.name(), claim.namespace()))
          .forEach(next -> getEventHandler().handleEvent(new Event(next)));
    }
  }
}
