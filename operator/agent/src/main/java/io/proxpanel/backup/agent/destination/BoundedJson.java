package io.proxpanel.backup.agent.destination;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * JSON that others can have written. An element takes up to a hundred times the memory of the bytes
 * that name it, and the parser would remember every name that a field ever had.
 */
public final class BoundedJson {
  private static final int MAX_STRING = 64 * 1024;
  private static final int MAX_NAME = 1024;
  private static final int MAX_DEPTH = 32;

  /** A list of five thousand routers has fewer. */
  private static final int MAX_TOKENS = 400_000;

  private static final JsonFactory STREAM = factory(Long.MAX_VALUE);
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(factory(MAX_TOKENS))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private BoundedJson() {}

  private static JsonFactory factory(long tokens) {
    StreamReadConstraints.Builder limits =
        StreamReadConstraints.builder()
            .maxStringLength(MAX_STRING)
            .maxNameLength(MAX_NAME)
            .maxNestingDepth(MAX_DEPTH);
    if (tokens < Long.MAX_VALUE) {
      limits.maxTokenCount(tokens);
    }
    return new JsonFactoryBuilder()
        .streamReadConstraints(limits.build())
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .build();
  }

  /** Reads token by token, of any number. */
  public static JsonParser stream(InputStream in) throws IOException {
    return STREAM.createParser(in);
  }

  /**
   * Reads a value.
   *
   * @param bytes of UTF-8, no more of them than fit into memory several times
   * @throws JsonProcessingException when it is not JSON of that type, or has more of something than
   *     such a document has
   */
  public static <T> T read(byte[] bytes, Class<T> type) throws JsonProcessingException {
    return MAPPER.readValue(new String(bytes, StandardCharsets.UTF_8), type);
  }
}
