package io.proxpanel.backup.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.LabelOperator;
import io.proxpanel.backup.api.v1.LabelRequirement;
import io.proxpanel.backup.api.v1.SecretSelector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectorsTest {
  @Test
  void allOfItIsInOneLine() {
    SecretSelector selector =
        new SecretSelector(
            Map.of("b", "2", "a", "1"),
            List.of(
                new LabelRequirement("site", LabelOperator.In, List.of("north", "south")),
                new LabelRequirement("tier", LabelOperator.NotIn, List.of("test")),
                new LabelRequirement("isp/router", LabelOperator.Exists, null),
                new LabelRequirement("retired", LabelOperator.DoesNotExist, List.of())));

    assertThat(Selectors.text(selector))
        .isEqualTo("a=1,b=2,site in (north,south),tier notin (test),isp/router,!retired");
  }

  @Test
  void eitherPartCanBeLeftOut() {
    assertThat(Selectors.text(new SecretSelector(Map.of("a", ""), null))).isEqualTo("a=");
    assertThat(
            Selectors.text(
                new SecretSelector(
                    null, List.of(new LabelRequirement("a", LabelOperator.Exists, null)))))
        .isEqualTo("a");
  }
}
