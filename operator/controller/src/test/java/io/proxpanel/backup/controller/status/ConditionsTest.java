package io.proxpanel.backup.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private static Conditions at(Instant now) {
    return new Conditions(Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void transitionTimeMovesOnlyWithTheStatus() {
    List<Condition> first =
        at(NOON).with(List.of(), "Succeeded", Verdict.unknown(Reason.SecretMissing, "a"), 1L);
    List<Condition> second =
        at(NOON.plusSeconds(60)).with(first, "Succeeded", Verdict.unknown(Reason.Running, "b"), 1L);
    List<Condition> third =
        at(NOON.plusSeconds(90))
            .with(second, "Succeeded", Verdict.yes(Reason.BackupStored, "c"), 2L);

    assertThat(second).hasSize(1);
    assertThat(second.get(0).getReason()).isEqualTo("Running");
    assertThat(second.get(0).getLastTransitionTime()).isEqualTo("2026-11-23T12:00:00Z");
    assertThat(third.get(0).getStatus()).isEqualTo("True");
    assertThat(third.get(0).getLastTransitionTime()).isEqualTo("2026-11-23T12:01:30Z");
    assertThat(third.get(0).getObservedGeneration()).isEqualTo(2);
  }

  @Test
  void keepsConditionsOfOtherTypes() {
    List<Condition> first =
        at(NOON).with(List.of(), "Succeeded", Verdict.yes(Reason.BackupStored, "a"), 1L);

    List<Condition> both =
        at(NOON).with(first, "FilesDeleted", Verdict.no(Reason.Deleting, "b"), 1L);

    assertThat(both).extracting(Condition::getType).containsExactly("Succeeded", "FilesDeleted");
  }
}
