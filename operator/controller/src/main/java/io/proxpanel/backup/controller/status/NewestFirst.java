package io.proxpanel.backup.controller.status;

import io.proxpanel.backup.api.v1.StoredResource;
import java.util.Comparator;

/** The order of backups that have ended. */
public final class NewestFirst {
  /** Of those that ended in the same second the larger name is the newer, as for retention. */
  public static final Comparator<StoredResource> ORDER =
      Comparator.comparing((StoredResource each) -> each.getStatus().completionTime)
          .thenComparing(each -> each.getMetadata().getName())
          .reversed();

  private NewestFirst() {}
}
