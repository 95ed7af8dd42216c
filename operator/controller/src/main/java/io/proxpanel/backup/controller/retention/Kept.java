package io.proxpanel.backup.controller.retention;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A backup that stays.
 *
 * @param candidate the backup
 * @param reasons why, at least one, in the order of {@link KeepReason.Kind}
 */
public record Kept(Candidate candidate, List<KeepReason> reasons) {

  /** Copies the list. */
  public Kept {
    reasons = List.copyOf(reasons);
  }

  /** Whether nothing keeps it but that others refer to it. */
  public boolean isForOthers() {
    return reasons.stream().allMatch(reason -> reason.kind() == KeepReason.Kind.REFERRED);
  }

  /** {@code daily 3 of 7, weekly 1 of 4}. */
  public String inWords() {
    return reasons.stream().map(KeepReason::words).collect(Collectors.joining(", "));
  }
}
