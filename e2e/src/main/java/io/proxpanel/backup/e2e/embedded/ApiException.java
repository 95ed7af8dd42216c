package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proxpanel.backup.e2e.embedded.SchemaCheck.Mistake;
import java.util.List;
import java.util.stream.Collectors;

/** A request that the API refuses, in the words of a real API server. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;
  private final ObjectNode details;

  private ApiException(int code, String reason, String message) {
    this(code, reason, message, null);
  }

  private ApiException(int code, String reason, String message, ObjectNode details) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  static ApiException notFound(ResourceType type, String name) {
    return new ApiException(
        404, "NotFound", "%s \"%s\" not found".formatted(type.qualifiedName(), name));
  }

  static ApiException noSuchPath(String path) {
    return new ApiException(
        404, "NotFound", "the server could not find the requested resource: " + path);
  }

  static ApiException alreadyExists(ResourceType type, String name) {
    return new ApiException(
        409, "AlreadyExists", "%s \"%s\" already exists".formatted(type.qualifiedName(), name));
  }

  static ApiException conflict(ResourceType type, String name, String why) {
    return new ApiException(
        409,
        "Conflict",
        "Operation cannot be fulfilled on %s \"%s\": %s"
            .formatted(type.qualifiedName(), name, why));
  }

  static ApiException badRequest(String message) {
    return new ApiException(400, "BadRequest", message);
  }

  static ApiException invalid(ResourceType type, String name, String why) {
    return new ApiException(
        422, "Invalid", "%s \"%s\" is invalid: %s".formatted(type.kind(), name, why));
  }

  static ApiException invalid(ResourceType type, String name, List<Mistake> mistakes) {
    String all =
        mistakes.size() == 1
            ? mistakes.get(0).toString()
            : mistakes.stream().map(Mistake::toString).collect(Collectors.joining(", ", "[", "]"));
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.put("name", name).put("group", type.group()).put("kind", type.kind());
    ArrayNode causes = details.putArray("causes");
    for (Mistake each : mistakes) {
      causes
          .addObject()
          .put("reason", each.reason())
          .put("message", each.message())
          .put("field", each.field());
    }
    String kind = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
    return new ApiException(
        422, "Invalid", "%s \"%s\" is invalid: %s".formatted(kind, name, all), details);
  }

  /** Fields that the schema does not know, from a client that wants to be told. */
  static ApiException unknownFields(ResourceType type, List<String> fields) {
    return badRequest(
        "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
            .formatted(
                type.kind(),
                type.version(),
                type.kind(),
                fields.stream().map(ApiException::unknownField).collect(Collectors.joining(", "))));
  }

  static String unknownField(String field) {
    return "unknown field \"" + field + "\"";
  }

  static ApiException forbidden(ResourceType type, String name, String why) {
    return new ApiException(
        403, "Forbidden", "%s \"%s\" is forbidden: %s".formatted(type.qualifiedName(), name, why));
  }

  static ApiException unsupportedMediaType(String contentType) {
    return new ApiException(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format: " + contentType);
  }

  static ApiException methodNotAllowed() {
    return new ApiException(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
  }

  static ApiException gone(long version) {
    return new ApiException(410, "Expired", "too old resource version: " + version);
  }

  /** HTTP status. */
  int code() {
    return code;
  }

  /** The body of the answer. */
  ObjectNode status() {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    if (details != null) {
      status.set("details", details);
    }
    return status
        .put("kind", "Status")
        .put("apiVersion", "v1")
        .put("status", "Failure")
        .put("message", getMessage())
        .put("reason", reason)
        .put("code", code);
  }
}
