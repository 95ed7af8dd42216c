package io.proxpanel.backup.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.e2e.embedded.AgentProgram;
import io.proxpanel.backup.e2e.embedded.EmbeddedCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The embedded API says of the same files what a real API server says of them, as far as it looks
 * at them: all but rules in CEL.
 */
class EmbeddedSchemaTest {
  private static final Pattern WITHOUT_CEL =
      Pattern.compile("Required value|in body should|Too many: |Duplicate value:");

  @TempDir static Path folder;
  private static EmbeddedCluster cluster;
  private static KubernetesClient client;

  @BeforeAll
  static void start() throws IOException {
    cluster =
        EmbeddedCluster.start(
            folder, Path.of("..", "crds"), new AgentProgram(List.of("true"), Map.of()));
    client = cluster.client();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  static List<SchemaCase> valid() {
    return SchemaCase.startingWith("valid-");
  }

  static List<SchemaCase> invalid() {
    return SchemaCase.startingWith("invalid-").stream()
        .filter(each -> WITHOUT_CEL.matcher(String.join("", each.expected())).find())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("valid")
  void acceptsWhatIsRight(SchemaCase right) {
    assertThat(create(right.documents().get(0))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refusesWhatIsWrongInTheWordsOfARealServer(SchemaCase wrong) {
    assertThat(create(wrong.documents().get(0)))
        .contains(
            wrong.expected().stream()
                .filter(line -> WITHOUT_CEL.matcher(line).find())
                .toArray(String[]::new));
  }

  static Collection<Mutation> mutations() {
    return SchemaBoundsIT.mutations();
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void refusesWhatIsPastItsBound(Mutation mutation) {
    assertThat(create(mutation.resource())).contains(mutation.expected());
  }

  @Test
  void theFilesHaveSuchMistakes() {
    assertThat(invalid()).hasSizeGreaterThan(5);
  }

  /** What it is refused with; empty when it was accepted. */
  private static String create(JsonNode resource) {
    String path =
        "/apis/%s/namespaces/default/%s?fieldValidation=Strict"
            .formatted(
                resource.get("apiVersion").asText(),
                Definitions.plural(resource.get("kind").asText()));
    try {
      client.raw(path, "POST", resource.toString());
      return "";
    } catch (KubernetesClientException e) {
      assertThat(e.getStatus().getReason()).isIn("Invalid", "BadRequest");
      return e.getStatus().getMessage();
    }
  }
}
