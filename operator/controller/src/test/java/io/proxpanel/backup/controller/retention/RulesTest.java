package io.proxpanel.backup.controller.retention;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "days",
        "keepLast",
        "keepHourly",
        "keepDaily",
        "keepWeekly",
        "keepMonthly",
        "keepYearly",
        "failedKeep"
      })
  void refusesANegativeNumber(String field) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Histories.rules(field + " -1"))
        .withMessage(field + " is -1: write 0 for a rule that is not wanted.");
  }

  @Test
  void refusesToKeepNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Histories.rules("days 1, minKeep 0"))
        .withMessage("minKeep is 0: at least one good backup has to stay.");
  }
}
