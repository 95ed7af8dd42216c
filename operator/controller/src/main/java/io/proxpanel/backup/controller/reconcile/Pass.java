package io.proxpanel.backup.controller.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.BaseControl;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.cluster.RecentMap;
import io.proxpanel.backup.controller.cluster.StaleCacheException;
import io.proxpanel.backup.controller.cluster.Unreadable;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Journal;
import io.proxpanel.backup.controller.event.Note;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One pass over one resource, with what is the same for all about errors of the API server: a stale
 * cache means another pass, a missing permission is told once and looked at again, everything else
 * is the framework's to retry. A resource that cannot be read is told of once and left alone.
 */
public final class Pass {
  /** Time for the watch to bring the version that was not seen. */
  private static final Duration CACHE_LAG = Duration.ofMillis(200);

  private static final int MOST_REMEMBERED = 1000;

  private final Journal journal;
  private final Map<String, Set<String>> told = new RecentMap<>(MOST_REMEMBERED);

  /** The journal tells what is missing. */
  public Pass(Journal journal) {
    this.journal = journal;
  }

  /**
   * Runs the pass.
   *
   * @param nothing makes the answer that nothing changes
   * @param denied says that a permission is missing, and when to look again
   */
  public <C extends BaseControl<C>> C over(
      HasMetadata resource, Supplier<C> work, Supplier<C> nothing, Function<String, C> denied) {
    if (Unreadable.is(resource)) {
      tellOnce(resource, EventReason.Unreadable, Unreadable.why(resource));
      return nothing.get();
    }
    try {
      return permitted(
          resource,
          () -> {
            C control = work.get();
            forget(resource);
            return control;
          },
          denied);
    } catch (StaleCacheException e) {
      return nothing.get().rescheduleAfter(CACHE_LAG.toMillis());
    }
  }

  /** One pass over a resource of which only the metadata can be read; the same is told once. */
  public <C> C overUnreadable(HasMetadata resource, Supplier<C> work, Function<String, C> denied) {
    tellOnce(resource, EventReason.Unreadable, Unreadable.why(resource));
    return permitted(resource, work, denied);
  }

  private <C> C permitted(HasMetadata resource, Supplier<C> work, Function<String, C> denied) {
    try {
      return work.get();
    } catch (KubernetesClientException e) {
      String permission = ApiErrors.missingPermission(e).orElseThrow(() -> e);
      tellOnce(resource, EventReason.PermissionMissing, permission);
      return denied.apply(permission);
    }
  }

  /** Tells what is missing, where that is what the error of the resource's pass is about. */
  void tell(HasMetadata resource, KubernetesClientException e) {
    ApiErrors.missingPermission(e)
        .ifPresent(permission -> tellOnce(resource, EventReason.PermissionMissing, permission));
  }

  private void tellOnce(HasMetadata resource, EventReason reason, String sentence) {
    synchronized (told) {
      String uid = resource.getMetadata().getUid();
      if (!told.computeIfAbsent(uid, each -> new HashSet<>()).add(sentence)) {
        return;
      }
    }
    journal.tell(resource, Note.warning(reason, sentence));
  }

  private void forget(HasMetadata resource) {
    synchronized (told) {
      told.remove(resource.getMetadata().getUid());
    }
  }
}
