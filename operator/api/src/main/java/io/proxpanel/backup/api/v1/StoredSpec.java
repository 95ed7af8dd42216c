package io.proxpanel.backup.api.v1;

import java.util.List;

/** What the specs of all resources have that store files at destinations. */
public interface StoredSpec {
  /** The schedule that it belongs to, or null. */
  ScheduleRef fromSchedule();

  /** Where its files are stored; null where it has not taken its settings from a schedule yet. */
  List<Destination> destinations();

  /** The same with other destinations. */
  StoredSpec withDestinations(List<Destination> other);

  /** Whether its files go with it. */
  DeletionPolicy deletionPolicy();

  /** What to change about its Jobs, or null. */
  JobTemplate jobTemplate();
}
