package io.proxpanel.backup.controller.router;

import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import java.util.Set;

/**
 * Wakes the MikrotikBackups that are being deleted when one that needed the archives of others does
 * so no more.
 */
final class FreedArchives extends AbstractEventSource<Void, MikrotikBackup>
    implements ResourceEventAware<MikrotikBackup> {
  private final IndexedResourceCache<MikrotikBackup> backups;

  FreedArchives(IndexedResourceCache<MikrotikBackup> backups) {
    super(Void.class, "freed-archives");
    this.backups = backups;
  }

  /** Called when the cache shows the change already. */
  @Override
  public void onResourceUpdated(MikrotikBackup now, MikrotikBackup before) {
    if (!Referrers.Needs.of(now).equals(Referrers.Needs.of(before))) {
      wake(now);
    }
  }

  @Override
  public void onResourceDeleted(MikrotikBackup last) {
    if (!Referrers.Needs.of(last).isEmpty()) {
      wake(last);
    }
  }

  @Override
  public Set<Void> getSecondaryResources(MikrotikBackup backup) {
    return Set.of();
  }

  private void wake(MikrotikBackup changed) {
    // While the cache fills, every one still has its first pass before it.
    if (isRunning()) {
      backups
          .list(changed.getMetadata().getNamespace(), MikrotikBackup::isMarkedForDeletion)
          .map(ResourceID::fromResource)
          .forEach(each -> getEventHandler().handleEvent(new Event(each)));
    }
  }
}
