package io.proxpanel.backup.agent.destination.cloud;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.SingleByte;
import io.proxpanel.backup.agent.destination.BoundedJson;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Listed;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what the service answers in JSON; fields that it does not know are ignored. */
final class CloudAnswer {
  private static final String LISTING = "listing the files";

  private final CloudErrors errors;

  CloudAnswer(CloudErrors errors) {
    this.errors = errors;
  }

  /**
   * Answer of {@code list}, of which only what is wanted is kept.
   *
   * @param listed says what is wanted
   */
  List<CloudEntry> entries(InputStream answer, Listed listed) throws IOException, AgentException {
    Beginning in = new Beginning(answer);
    try (JsonParser json = BoundedJson.stream(in)) {
      return entries(json, in, listed);
    } catch (StreamConstraintsException e) {
      throw errors.tooMuch(LISTING, "sends longer fields than such an answer has");
    } catch (JsonProcessingException e) {
      throw errors.notJson(LISTING, in.text(), e);
    }
  }

  private List<CloudEntry> entries(JsonParser json, Beginning in, Listed listed)
      throws IOException, AgentException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw errors.notJson(LISTING, in.text(), null);
    }
    List<CloudEntry> entries = new ArrayList<>();
    AgentException unusable = errors.field(LISTING, "backups");
    boolean refused = false;
    String message = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("backups") && value == JsonToken.START_ARRAY) {
        unusable = backups(json, listed, entries);
      } else if (field.equals("backups") && value == JsonToken.VALUE_NULL) {
        // As some languages write an empty list.
        unusable = null;
      } else if (field.equals("message") && value == JsonToken.VALUE_STRING) {
        message = json.getText();
      } else {
        refused |= field.equals("success") && value == JsonToken.VALUE_FALSE;
        json.skipChildren();
      }
    }
    if (refused) {
      throw errors.noSuccess(LISTING, message);
    }
    if (unusable != null) {
      throw unusable;
    }
    return entries;
  }

  /** Reads the files; returns why they cannot be used, or null. */
  private AgentException backups(JsonParser json, Listed listed, List<CloudEntry> entries)
      throws IOException, AgentException {
    AgentException unusable = null;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Fields fields = Fields.read(json);
      String wrong = fields.missing();
      if (wrong != null) {
        unusable = unusable == null ? errors.field(LISTING, wrong) : unusable;
      } else if (listed.wants(fields.name)) {
        listed.keep(FileEntry.file(fields.name, fields.size));
        entries.add(new CloudEntry(fields.id, fields.backupId, fields.name, fields.size));
      }
    }
    return unusable;
  }

  /** Those of one file that count. */
  private static final class Fields {
    private long id = -1;
    private long size = -1;
    private String backupId;
    private String name;

    static Fields read(JsonParser json) throws IOException {
      Fields fields = new Fields();
      if (json.currentToken() != JsonToken.START_OBJECT) {
        json.skipChildren();
        return fields;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "id" -> fields.id = number(json);
          case "size_bytes" -> fields.size = number(json);
          case "backup_id" -> fields.backupId = text(json);
          case "filename" -> fields.name = text(json);
          default -> json.skipChildren();
        }
      }
      return fields;
    }

    private static long number(JsonParser json) throws IOException {
      boolean whole =
          json.currentToken() == JsonToken.VALUE_NUMBER_INT
              && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
      if (whole) {
        return json.getLongValue();
      }
      json.skipChildren();
      return -1;
    }

    private static String text(JsonParser json) throws IOException {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        return json.getText();
      }
      json.skipChildren();
      return null;
    }

    String missing() {
      if (id < 0) {
        return "id";
      }
      if (backupId == null) {
        return "backup_id";
      }
      if (name == null) {
        return "filename";
      }
      return size < 0 ? "size_bytes" : null;
    }
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
      answer = tree(text);
    } catch (JsonProcessingException e) {
      // The list says what is stored.
      return;
    }
    requireSuccess(doing, answer);
  }

  private static JsonNode tree(String text) throws JsonProcessingException {
    return BoundedJson.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }

  private JsonNode object(String doing, String text) throws AgentException {
    JsonNode answer;
    try {
      answer = tree(text);
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

  /** Remembers how an answer begins, for who has to say what it is instead of JSON. */
  private static final class Beginning extends FilterInputStream {
    private final byte[] bytes = new byte[4096];
    private int length;

    Beginning(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return SingleByte.of(this);
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
      int n = super.read(buffer, offset, wanted);
      int kept = Math.max(0, Math.min(n, bytes.length - length));
      System.arraycopy(buffer, offset, bytes, length, kept);
      length += kept;
      return n;
    }

    String text() {
      return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
  }
}
