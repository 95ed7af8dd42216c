package io.proxpanel.backup.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.e2e.apiserver.ApiServer;
import io.proxpanel.backup.e2e.apiserver.SharedApiServer;
import io.proxpanel.backup.e2e.schema.Resources.Answer;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every length, number, list, enumeration and required field: one step past what is allowed. */
@ExtendWith(SharedApiServer.class)
class SchemaBoundsIT {
  static Collection<Mutation> mutations() {
    Map<String, Mutation> byName = new TreeMap<>();
    SchemaCase.startingWith("valid-full").stream()
        .flatMap(full -> Mutation.of(full.documents().get(0)).stream())
        .forEach(each -> byName.putIfAbsent(each.name(), each));
    return byName.values();
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void refusesWhatIsPastItsBound(Mutation mutation, ApiServer server) {
    try (Resources resources = new Resources(server)) {
      Answer answer = resources.tryToCreate(mutation.resource());

      assertThat(answer.accepted()).isFalse();
      assertThat(answer.message()).contains(mutation.expected());
    }
  }
}
