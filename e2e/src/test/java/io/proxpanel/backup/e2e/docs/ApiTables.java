package io.proxpanel.backup.e2e.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables of {@code crds/README.md}, made of the definitions and of the lists in the sources.
 */
final class ApiTables {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path CONTRACT = Path.of("operator/contract/src/main/java");
  private static final Path CONTROLLER = Path.of("operator/controller/src/main/java");

  /** A constant of an enum with the sentence above it. */
  private static final Pattern CONSTANT =
      Pattern.compile("/\\*\\*(?<text>.*?)\\*/\\s*(?<name>[A-Z][A-Za-z]+)[(,;\\s]", Pattern.DOTALL);

  /** What a MikrotikBackup has as a Backup does; and routers have what the defaults have. */
  private static final Set<String> ROUTERS =
      Set.of("destinations", "encryption", "fromDatabase.database", "jobTemplate");

  private final Path checkout;

  ApiTables(Path checkout) {
    this.checkout = checkout;
  }

  /** Every part of the documentation that is made, by the name of its marker. */
  Map<String, String> all() throws IOException {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("schedule-spec", fields("backupschedules", "spec", Set.of("backup", "mikrotik")));
    tables.put("schedule-status", fields("backupschedules", "status", Set.of()));
    tables.put("backup-spec", fields("backups", "spec", Set.of()));
    tables.put("backup-status", fields("backups", "status", Set.of()));
    tables.put("mikrotik-spec", fields("mikrotikbackups", "spec", ROUTERS));
    tables.put(
        "mikrotik-status", fields("mikrotikbackups", "status", Set.of("copying", "destinations")));
    tables.put("restore-spec", fields("restores", "spec", Set.of("database", "jobTemplate")));
    tables.put("restore-status", fields("restores", "status", Set.of("archive")));
    tables.put("reasons", reasons());
    tables.put("error-codes", errorCodes());
    return tables;
  }

  /**
   * @param told what was described before and is the same here
   */
  private String fields(String plural, String part, Set<String> told) throws IOException {
    Path file = checkout.resolve("crds/" + plural + ".backup.proxpanel.io.yaml");
    JsonNode schema =
        YAML.readTree(Files.readString(file))
            .at("/spec/versions/0/schema/openAPIV3Schema/properties/" + part);
    List<String> rows = new ArrayList<>();
    boolean spec = part.equals("spec");
    rows.add(spec ? "| field | what may stand there | meaning |" : "| field | meaning |");
    rows.add(spec ? "|---|---|---|" : "|---|---|");
    collect("", schema, spec, told, rows);
    return String.join("\n", rows);
  }

  private static void collect(
      String path, JsonNode object, boolean spec, Set<String> told, List<String> rows) {
    List<String> required = new ArrayList<>();
    object.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> each : object.path("properties").properties()) {
      JsonNode field = each.getValue();
      String name = path + each.getKey();
      String star = required.contains(each.getKey()) ? " *" : "";
      String values = spec ? " | " + values(name, field, star) : "";
      boolean described = told.contains(name);
      String meaning = field.get("description").asText() + (described ? " As in a Backup." : "");
      rows.add("| `" + name + "`" + values + " | " + cell(meaning) + " |");
      if (!described && !isKnownElsewhere(name)) {
        collect(name + ".", field, spec, told, rows);
        collect(name + "[].", field.path("items"), spec, told, rows);
      }
    }
  }

  /** References are all alike, and Kubernetes' own types are those of a pod. */
  private static boolean isKnownElsewhere(String name) {
    return name.matches(".*(Secret|ConfigMap)Ref")
        || name.matches("jobTemplate[.](tolerations|resources|imagePullSecrets)")
        || name.equals("conditions");
  }

  private static String values(String name, JsonNode field, String star) {
    String values;
    if (isKnownElsewhere(name) && name.endsWith("Ref")) {
      values = "`{name, key}`";
    } else if (field.has("enum")) {
      List<String> all = new ArrayList<>();
      field.get("enum").forEach(value -> all.add("`" + value.asText() + "`"));
      values = String.join(", ", all);
    } else {
      values = type(field);
    }
    String byDefault = field.has("default") ? "; default `" + field.get("default") + "`" : "";
    return values + star + byDefault.replace("`\"", "`").replace("\"`", "`");
  }

  private static String type(JsonNode field) {
    return switch (field.get("type").asText()) {
      case "integer" ->
          field.has("maximum")
              ? field.get("minimum") + " to " + field.get("maximum")
              : field.get("minimum") + " and more";
      case "array" -> "list";
      case "boolean" -> "`true`, `false`";
      case "object" -> field.has("additionalProperties") ? "map" : "object";
      default -> "text";
    };
  }

  private String reasons() throws IOException {
    List<String> rows = new ArrayList<>(List.of("| reason | meaning |", "|---|---|"));
    constants(CONTROLLER.resolve("io/proxpanel/backup/controller/status/Reason.java"))
        .forEach((name, text) -> rows.add("| `" + name + "` | " + text + " |"));
    return String.join("\n", rows);
  }

  private String errorCodes() throws IOException {
    Map<String, String> texts =
        constants(CONTRACT.resolve("io/proxpanel/backup/contract/ErrorCode.java"));
    List<String> rows =
        new ArrayList<>(
            List.of("| code | exit code | tried again | meaning |", "|---|---|---|---|"));
    for (ErrorCode code : ErrorCode.values()) {
      rows.add(
          "| `%s` | %d | %s | %s |"
              .formatted(
                  code, code.exitCode(), code.retryable() ? "yes" : "no", texts.get(code.name())));
    }
    return String.join("\n", rows);
  }

  private Map<String, String> constants(Path source) throws IOException {
    String text = Files.readString(checkout.resolve(source));
    Matcher matcher = CONSTANT.matcher(text.substring(text.indexOf("public enum ")));
    Map<String, String> found = new LinkedHashMap<>();
    while (matcher.find()) {
      found.put(matcher.group("name"), cell(javadoc(matcher.group("text"))));
    }
    return found;
  }

  private static String javadoc(String text) {
    return text.replaceAll("\\s*\\n\\s*\\*", " ")
        .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
        .strip();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\s+", " ");
  }
}
