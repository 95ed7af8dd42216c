package io.proxpanel.backup.agent.destination.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.Json;
import java.util.ArrayList;
import java.util.List;

/** Reads what the service answers in JSON; fields that it does not know are ignored. */
final class CloudAnswer {
  private final CloudErrors errors;

  CloudAnswer(CloudErrors errors) {
    this.errors = errors;
  }

  /** Answer of {@code list}. */
  List<CloudEntry> entries(String text) throws AgentException {
    String doing = "listing the files";
    JsonNode backups = object(doing, text).path("backups");
    if (backups.isNull()) {
      // As some languages write an empty list.
      return List.of();
    }
    if (!backups.isArray()) {
      throw errors.field(doing, "backups");
    }
    List<CloudEntry> entries = new ArrayList<>();
    for (JsonNode each : backups) {
      entries.add(
          new CloudEntry(
              number(doing, each, "id"),
              text(doing, each, "backup_id"),
              text(doing, each, "filename"),
              number(doing, each, "size_bytes")));
    }
    return entries;
  }

  /** Answer of {@code usage}. */
  CloudUsage usage(String text) throws AgentException {
    String doing = "asking how much room there is";
    JsonNode usage = object(doing, text);
    return new CloudUsage(number(doing, usage, "used_bytes"), number(doing, usage, "quota_bytes"));
  }

  /** Answer of {@code upload}, which may hold anything; but not that it was no success. */
  void stored(String doing, String text) throws AgentException {
    JsonNode answer;
    try {
      answer = Json.read(text, JsonNode.class);
    } catch (JsonProcessingException e) {
      // The list says what is stored.
      return;
    }
    requireSuccess(doing, answer);
  }

  private JsonNode object(String doing, String text) throws AgentException {
    JsonNode answer;
    try {
      answer = Json.read(text, JsonNode.class);
    } catch (JsonProcessingException e) {
      throw errors.notJson(doing, text, e);
    }
    if (answer == null || !answer.isObject()) {
      throw errors.notJson(doing, text, null);
    }
    requireSuccess(doing, answer);
    return answer;
  }

  private void requireSuccess(String doing, JsonNode answer) throws AgentException {
    JsonNode success = answer == null ? null : answer.get("success");
    if (success != null && success.isBoolean() && !success.booleanValue()) {
      throw errors.noSuccess(doing, answer.path("message").asText(""));
    }
  }

  private long number(String doing, JsonNode node, String field) throws AgentException {
    JsonNode value = node.get(field);
    if (value == null || !value.canConvertToExactIntegral() || !value.canConvertToLong()) {
      throw errors.field(doing, field);
    }
    if (value.longValue() < 0) {
      throw errors.field(doing, field);
    }
    return value.longValue();
  }

  private String text(String doing, JsonNode node, String field) throws AgentException {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual()) {
      throw errors.field(doing, field);
    }
    return value.textValue();
  }
}
