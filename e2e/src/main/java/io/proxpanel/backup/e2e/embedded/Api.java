package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proxpanel.backup.e2e.embedded.ObjectStore.Deletion;
import io.proxpanel.backup.e2e.embedded.ObjectStore.Listing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the verbs of the API do to the store. */
final class Api {
  private static final String APPLY = "application/apply-patch+yaml";

  private final ObjectStore store;
  private final ResourceTypes types;
  private final ServerSideApply apply = new ServerSideApply();
  private final Path logs;

  /**
   * The API of that store.
   *
   * @param logs has what pods print: a file for each, in a folder for each namespace
   */
  Api(ObjectStore store, ResourceTypes types, Path logs) {
    this.store = store;
    this.types = types;
    this.logs = logs;
  }

  /**
   * An answer.
   *
   * @param code HTTP status
   * @param body JSON
   * @param warnings for the person at the client
   */
  record Answer(int code, JsonNode body, List<String> warnings) {
    Answer(int code, JsonNode body) {
      this(code, body, List.of());
    }
  }

  ResourceTypes types() {
    return types;
  }

  EventLog log() {
    return store.log();
  }

  /** Everything but watches. */
  Answer answer(String method, ApiRequest request, String contentType, JsonNode body) {
    if (request.query().containsKey("dryRun")) {
      throw ApiException.badRequest("a dry run is not emulated: nothing was done");
    }
    return switch (method) {
      case "GET" -> new Answer(200, read(request));
      case "POST" -> {
        List<String> warnings = unknownFields(request, body);
        yield new Answer(201, create(request, object(body)), warnings);
      }
      case "PUT" -> {
        List<String> warnings = unknownFields(request, body);
        yield new Answer(200, change(request, object(body)), warnings);
      }
      case "PATCH" -> patch(request, contentType, body);
      case "DELETE" -> new Answer(200, delete(request, body));
      default -> throw ApiException.methodNotAllowed();
    };
  }

  /**
   * What is to be warned of.
   *
   * @throws ApiException where the client wants a field that is not known to be refused
   */
  private static List<String> unknownFields(ApiRequest request, JsonNode object) {
    String wanted = request.query().getOrDefault("fieldValidation", "Warn");
    List<String> unknown =
        "Ignore".equals(wanted) ? List.of() : UnknownFields.of(request.type().schema(), object);
    if ("Strict".equals(wanted) && !unknown.isEmpty()) {
      throw ApiException.unknownFields(request.type(), unknown);
    }
    return unknown.stream().map(ApiException::unknownField).toList();
  }

  private JsonNode read(ApiRequest request) {
    if ("log".equals(request.subresource())) {
      return JsonNodeFactory.instance.textNode(log(request));
    }
    return request.name() == null ? list(request) : get(request);
  }

  private String log(ApiRequest request) {
    long most = Long.parseLong(request.query().getOrDefault("tailLines", "1000000"));
    Path log = logs.resolve(request.namespace()).resolve(request.name() + ".log");
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.stream()
          .skip(Math.max(0, lines.size() - most))
          .collect(Collectors.joining("\n", "", "\n"));
    } catch (NoSuchFileException e) {
      throw ApiException.notFound(request.type(), request.name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode get(ApiRequest request) {
    return store
        .get(request.type(), request.namespace(), request.name())
        .orElseThrow(() -> ApiException.notFound(request.type(), request.name()));
  }

  private ObjectNode list(ApiRequest request) {
    Listing listing = store.list(request.type(), request.namespace(), request.selector());
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("kind", request.type().kind() + "List").put("apiVersion", request.type().apiVersion());
    list.putObject("metadata").put("resourceVersion", Long.toString(listing.version()));
    list.putArray("items").addAll(listing.items());
    return list;
  }

  private ObjectNode create(ApiRequest request, ObjectNode object) {
    if (request.name() != null) {
      throw ApiException.methodNotAllowed();
    }
    ObjectNode created = store.create(request.type(), request.namespace(), object);
    if (request.type().is(ResourceType.DEFINITIONS)) {
      types.define(ResourceType.of(created));
    }
    return created;
  }

  private ObjectNode change(ApiRequest request, ObjectNode wanted) {
    return store.change(
        request.type(), request.namespace(), request.name(), request.isStatus(), current -> wanted);
  }

  private Answer patch(ApiRequest request, String contentType, JsonNode body) {
    String type = contentType.toLowerCase(Locale.ROOT);
    if (type.startsWith(APPLY)) {
      return apply(request, object(body));
    }
    Patch patch = Patch.of(type);
    List<String> warnings = new ArrayList<>();
    ObjectNode patched =
        store.change(
            request.type(),
            request.namespace(),
            request.name(),
            request.isStatus(),
            current -> {
              ObjectNode next = patch.apply(current, body);
              warnings.addAll(unknownFields(request, next));
              return next;
            });
    return new Answer(200, patched, warnings);
  }

  private Answer apply(ApiRequest request, ObjectNode applied) {
    ServerSideApply.Request who =
        new ServerSideApply.Request(
            request.type(),
            request.query().getOrDefault("fieldManager", "unknown"),
            "true".equals(request.query().get("force")),
            request.isStatus());
    List<String> warnings = unknownFields(request, applied);
    boolean there = store.get(request.type(), request.namespace(), request.name()).isPresent();
    if (!there && request.isStatus()) {
      throw ApiException.notFound(request.type(), request.name());
    }
    if (!there) {
      ObjectStore.metadata(applied).put("name", request.name());
      ObjectNode created =
          create(
              new ApiRequest(request.type(), request.namespace(), null, null, request.query()),
              applied);
      apply.apply(who, created.deepCopy(), applied);
      return new Answer(201, created, warnings);
    }
    ObjectNode changed =
        store.change(
            request.type(),
            request.namespace(),
            request.name(),
            request.isStatus(),
            current -> {
              String based = ObjectStore.text(applied, "resourceVersion");
              apply.apply(who, current, applied);
              if (!based.isEmpty()) {
                ObjectStore.metadata(current).put("resourceVersion", based);
              }
              return current;
            });
    return new Answer(200, changed, warnings);
  }

  private ObjectNode delete(ApiRequest request, JsonNode options) {
    JsonNode grace = options.path("gracePeriodSeconds");
    String graceQuery = request.query().get("gracePeriodSeconds");
    Long seconds =
        grace.isNumber()
            ? (Long) grace.asLong()
            : graceQuery == null ? null : Long.valueOf(graceQuery);
    String propagation =
        options
            .path("propagationPolicy")
            .asText(request.query().getOrDefault("propagationPolicy", "Background"));
    JsonNode uid = options.path("preconditions").path("uid");
    Deletion deletion = new Deletion(seconds, propagation, uid.isTextual() ? uid.asText() : null);
    if (request.name() != null) {
      return store.delete(request.type(), request.namespace(), request.name(), deletion);
    }
    ObjectNode all = list(request);
    List<JsonNode> items = all.path("items").valueStream().toList();
    items.forEach(
        item ->
            store.delete(
                request.type(),
                ObjectStore.text(item, "namespace"),
                ObjectStore.text(item, "name"),
                deletion));
    return all;
  }

  private static ObjectNode object(JsonNode body) {
    if (body instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.badRequest("the body of the request is not an object");
  }
}
