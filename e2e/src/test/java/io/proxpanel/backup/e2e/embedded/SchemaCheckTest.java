package io.proxpanel.backup.e2e.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.proxpanel.backup.e2e.embedded.SchemaCheck.Mistake;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One mistake of each kind, and the sentence that a real API server has for it. */
class SchemaCheckTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final JsonNode SCHEMA =
      read(
          """
          type: object
          required: [spec]
          properties:
            spec:
              type: object
              required: [host]
              properties:
                host: { type: string, minLength: 2, maxLength: 5, pattern: "^[a-z]+$" }
                port: { type: integer, minimum: 1, maximum: 9 }
                any: { x-kubernetes-int-or-string: true }
                mode: { type: string, enum: [Full, Tenant] }
                when: { type: string, format: date-time }
                dry: { type: boolean }
                share: { type: number }
                labels:
                  type: object
                  maxProperties: 1
                  additionalProperties: { type: string, maxLength: 2 }
                places:
                  type: array
                  minItems: 1
                  maxItems: 2
                  x-kubernetes-list-type: map
                  x-kubernetes-list-map-keys: [name]
                  items:
                    type: object
                    properties: { name: { type: string } }
                words: { type: array, x-kubernetes-list-type: set, items: { type: string } }
          """);

  private static JsonNode read(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> mistakes(String spec) {
    ObjectNode object = (ObjectNode) read("{ apiVersion: a/v1, kind: K, metadata: { name: x } }");
    object.set("spec", read(spec));
    return SchemaCheck.of(SCHEMA, object).stream().map(Mistake::toString).toList();
  }

  @Test
  void acceptsWhatIsRight() {
    assertThat(
            mistakes(
                "{ host: abc, port: 9, any: 5, mode: Full, when: '2026-12-01T02:00:00+01:00',"
                    + " dry: true, share: 1, labels: { a: bc }, places: [{ name: a }, { name: b }],"
                    + " words: [a, b] }"))
        .isEmpty();
    assertThat(mistakes("{ host: abc, any: a }")).isEmpty();
    assertThat(SchemaCheck.of(MissingNode.getInstance(), YAML.createObjectNode())).isEmpty();
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(mistakes("{}")).containsExactly("spec.host: Required value");
    assertThat(SchemaCheck.of(SCHEMA, YAML.createObjectNode()))
        .containsExactly(new Mistake("FieldValueRequired", "spec", "Required value"));
  }

  @Test
  void saysWhichTypeItIsAndWhichItHasToBe() {
    assertThat(mistakes("{ host: abc, port: x }"))
        .containsExactly(
            "spec.port: Invalid value: \"string\": spec.port in body must be of type integer:"
                + " \"string\"");
    assertThat(mistakes("{ host: 5, dry: [], places: {} }"))
        .containsExactly(
            "spec.host: Invalid value: \"integer\": spec.host in body must be of type string:"
                + " \"integer\"",
            "spec.dry: Invalid value: \"array\": spec.dry in body must be of type boolean:"
                + " \"array\"",
            "spec.places: Invalid value: \"object\": spec.places in body must be of type array:"
                + " \"object\"");
    assertThat(mistakes("{ host: abc, any: {} }")).hasSize(1);
  }

  @Test
  void saysWhichBoundIsBroken() {
    assertThat(mistakes("{ host: a, port: 0 }"))
        .containsExactly(
            "spec.host: Invalid value: \"a\": spec.host in body should be at least 2 chars long",
            "spec.port: Invalid value: 0: spec.port in body should be greater than or equal to 1");
    assertThat(mistakes("{ host: abcdef, port: 10 }"))
        .containsExactly(
            "spec.host: Too long: may not be more than 5 bytes",
            "spec.port: Invalid value: 10: spec.port in body should be less than or equal to 9");
    assertThat(mistakes("{ host: abc, labels: { a: bcd, e: f }, places: [] }"))
        .containsExactly(
            "spec.labels: Too many: 2: must have at most 1 items",
            "spec.labels.a: Too long: may not be more than 2 bytes",
            "spec.places: Invalid value: 0: spec.places in body should have at least 1 items");
  }

  @Test
  void saysWhichValuesAreKnown() {
    assertThat(mistakes("{ host: A1, mode: Half, when: today }"))
        .containsExactly(
            "spec.host: Invalid value: \"A1\": spec.host in body should match '^[a-z]+$'",
            "spec.mode: Unsupported value: \"Half\": supported values: \"Full\", \"Tenant\"",
            "spec.when: Invalid value: \"today\": spec.when in body must be of type date-time:"
                + " \"today\"");
  }

  @Test
  void saysWhatIsThereTwice() {
    assertThat(mistakes("{ host: abc, places: [{ name: a }, { name: a }], words: [b, b] }"))
        .containsExactly(
            "spec.places[1]: Duplicate value: {\"name\":\"a\"}",
            "spec.words[1]: Duplicate value: \"b\"");
  }

  @Test
  void namesFieldsThatNobodyKnows() {
    assertThat(
            UnknownFields.of(
                SCHEMA,
                read(
                    "{ kind: K, metadata: {}, spec: { hots: a, labels: { any: b },"
                        + " places: [{ name: a, nam: b }] }, more: 1 }")))
        .containsExactly("spec.hots", "spec.places[0].nam", "more");
  }
}
