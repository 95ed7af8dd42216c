package io.proxpanel.backup.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No rule without a file that breaks it, no field without a file that has it. */
class SchemaCoverageTest {
  private static final List<String> KINDS =
      List.of("Backup", "BackupSchedule", "MikrotikBackup", "Restore");

  @Test
  void everyRuleIsBrokenByACase() {
    List<String> expected =
        Stream.of("invalid-", "update-")
            .flatMap(prefix -> SchemaCase.startingWith(prefix).stream())
            .flatMap(each -> each.expected().stream())
            .toList();
    List<String> unbroken = new ArrayList<>();

    for (String kind : KINDS) {
      List<JsonNode> fields = new ArrayList<>(Definitions.writtenFields(kind).values());
      fields.add(Definitions.schema(kind));
      for (JsonNode field : fields) {
        for (JsonNode rule : field.path("x-kubernetes-validations")) {
          String message = rule.get("message").asText();
          boolean ofItsOwn = rule.has("messageExpression") && rule.has("fieldPath");
          if (!ofItsOwn && expected.stream().noneMatch(each -> each.contains(message))) {
            unbroken.add(message);
          }
        }
      }
    }

    assertThat(unbroken).isEmpty();
  }

  /**
   * A message of its own is made of the values, so the one rule that has it is looked up by name.
   */
  @Test
  void theRuleWithAMessageOfItsOwnIsTheConfirmation() {
    List<String> found = new ArrayList<>();
    for (String kind : KINDS) {
      Definitions.writtenFields(kind)
          .forEach(
              (path, field) ->
                  field
                      .path("x-kubernetes-validations")
                      .forEach(
                          rule -> {
                            if (rule.has("fieldPath")) {
                              found.add(kind + " " + path + rule.path("fieldPath").asText());
                            }
                          }));
    }

    assertThat(found).containsExactly("Restore spec.confirmOverwrite");
    assertThat(SchemaCase.files()).contains("invalid-overwrite-of-another-database.yaml");
  }

  @Test
  void everyFieldStandsInAValidCase() {
    for (String kind : KINDS) {
      Set<String> written = new TreeSet<>();
      SchemaCase.startingWith("valid-").stream()
          .filter(each -> each.kind().equals(kind))
          .forEach(each -> collect("spec", each.documents().get(0).get("spec"), written));

      assertThat(written).containsAll(Definitions.writtenFields(kind).keySet());
    }
  }

  private static void collect(String path, JsonNode value, Set<String> written) {
    written.add(path);
    value.forEach(
        element -> {
          if (value.isArray()) {
            collect(path + "[]", element, written);
          }
        });
    for (Map.Entry<String, JsonNode> each : value.properties()) {
      collect(path + "." + each.getKey(), each.getValue(), written);
    }
  }
}
