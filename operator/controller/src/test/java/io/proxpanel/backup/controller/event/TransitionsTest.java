package io.proxpanel.backup.controller.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.proxpanel.backup.controller.status.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransitionsTest {

  private static Optional<Condition> condition(Reason reason, String message) {
    return Optional.of(
        new ConditionBuilder().withReason(reason.name()).withMessage(message).build());
  }

  @Test
  void whatIsWaitedForIsToldOnce() {
    assertThat(Transitions.waiting(Optional.empty(), Reason.SecretMissing, "waiting for it"))
        .containsExactly(Note.warning(EventReason.Waiting, "Waiting for it"));
    assertThat(
            Transitions.waiting(
                condition(Reason.SecretMissing, "waiting for it"),
                Reason.SecretMissing,
                "waiting for it"))
        .isEmpty();
    assertThat(
            Transitions.waiting(
                condition(Reason.SecretMissing, "waiting for it"),
                Reason.SecretMissing,
                "waiting for another"))
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"TooManyBackups", "TooManyBackupsOfDatabase"})
  void ofAQueueTheFirstOfItIsToldAndNoStep(Reason queue) {
    assertThat(
            Transitions.waiting(
                condition(Reason.Accepted, "accepted"), queue, "waiting; 3 wait before this one"))
        .containsExactly(Note.normal(EventReason.Waiting, "Waiting; 3 wait before this one"));
    assertThat(
            Transitions.waiting(
                condition(queue, "waiting; 3 wait before this one"),
                queue,
                "waiting; 1 waits before this one"))
        .isEmpty();
  }

  @Test
  void anotherQueueIsTold() {
    assertThat(
            Transitions.waiting(
                condition(Reason.TooManyBackups, "waiting"),
                Reason.TooManyBackupsOfDatabase,
                "waiting for a place at the database"))
        .hasSize(1);
  }
}
