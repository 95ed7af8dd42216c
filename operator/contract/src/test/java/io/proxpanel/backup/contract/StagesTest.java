package io.proxpanel.backup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StagesTest {
  @Test
  void onlyKnownStagesLeaveTheDatabaseUntouched() {
    assertThat(Stages.isBeforeTheDatabase("authenticating")).isTrue();
    assertThat(Stages.isBeforeTheDatabase("restoring")).isFalse();
    assertThat(Stages.isBeforeTheDatabase("checking")).isFalse();
    assertThat(Stages.isBeforeTheDatabase("of a newer agent")).isFalse();
    assertThat(Stages.isBeforeTheDatabase(null)).isFalse();
  }
}
