package io.proxpanel.backup.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.e2e.apiserver.ApiServer;
import io.proxpanel.backup.e2e.apiserver.SharedApiServer;
import io.proxpanel.backup.e2e.schema.Resources.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file below {@code schema/} against a real API server. */
@ExtendWith(SharedApiServer.class)
class SchemaCasesIT {
  static List<SchemaCase> valid() {
    return SchemaCase.startingWith("valid-");
  }

  static List<SchemaCase> invalid() {
    return SchemaCase.startingWith("invalid-");
  }

  static List<SchemaCase> updates() {
    return SchemaCase.startingWith("update-");
  }

  @Test
  void everyFileIsReadByATest() {
    assertThat(SchemaCase.files())
        .allMatch(name -> name.matches("(valid|invalid|update)-.*[.]yaml"));
    assertThat(valid()).allMatch(each -> each.expected().isEmpty());
    assertThat(invalid()).allMatch(each -> !each.expected().isEmpty());
    assertThat(updates()).allMatch(each -> each.expected().size() == 1);
  }

  @ParameterizedTest
  @MethodSource("valid")
  void acceptsWhatIsRight(SchemaCase right, ApiServer server) {
    try (Resources resources = new Resources(server)) {
      Answer dry = resources.tryToCreate(right.documents().get(0));
      Answer real = resources.create(right.documents().get(0));

      assertThat(dry.message()).isEmpty();
      assertThat(real.message()).isEmpty();
      resources.delete(real.object());
    }
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refusesWhatIsWrongAndSaysWhatToWrite(SchemaCase wrong, ApiServer server) {
    try (Resources resources = new Resources(server)) {
      for (Answer answer :
          List.of(
              resources.tryToCreate(wrong.documents().get(0)),
              resources.create(wrong.documents().get(0)))) {
        assertThat(answer.accepted()).isFalse();
        assertThat(answer.message()).contains(wrong.expected());
        // Nothing else is wrong with it, so that it is refused for its own reason.
        assertThat(answer.causes()).hasSizeLessThanOrEqualTo(wrong.expected().size());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("updates")
  void anUpdateChangesOnlyWhatMayChange(SchemaCase update, ApiServer server) {
    try (Resources resources = new Resources(server)) {
      Answer before = resources.create(update.documents().get(0));
      assertThat(before.message()).isEmpty();

      Answer after = resources.update(before.object(), update.documents().get(1));

      String expected = update.expected().get(0);
      if (expected.equals(SchemaCase.ACCEPTED)) {
        assertThat(after.message()).isEmpty();
      } else {
        assertThat(after.accepted()).isFalse();
        assertThat(after.message()).contains(expected);
        assertThat(after.causes()).hasSize(1);
      }
      resources.delete(before.object());
    }
  }
}
