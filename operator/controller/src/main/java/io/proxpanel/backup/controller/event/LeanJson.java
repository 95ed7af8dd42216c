package io.proxpanel.backup.controller.event;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.proxpanel.backup.contract.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.KeyValuePair;

/**
 * A line of the log as one JSON object: {@code time} (RFC 3339), {@code level}, {@code message},
 * the pairs beside them, and nothing that is empty. Logback's own has a dozen fields more, and the
 * pairs as a list, in which nothing can be searched for. Named in {@code logback-json.xml}.
 */
public final class LeanJson extends EncoderBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String OURS = "io.proxpanel.backup.";

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
    line.put("level", event.getLevel().toString());
    if (!event.getLoggerName().startsWith(OURS)) {
      line.put("logger", event.getLoggerName());
    }
    line.put("message", event.getFormattedMessage());
    for (KeyValuePair pair : Optional.ofNullable(event.getKeyValuePairs()).orElse(List.of())) {
      put(line, pair.key, pair.value);
    }
    if (event.getThrowableProxy() != null) {
      put(line, "exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return (Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** What is empty says nothing; a pair of a name that is there already gets a longer one. */
  private static void put(Map<String, Object> line, String name, Object value) {
    if (value == null || value.toString().isEmpty()) {
      return;
    }
    String free = name;
    while (line.containsKey(free)) {
      free += "_";
    }
    line.put(free, value instanceof Number || value instanceof Boolean ? value : value.toString());
  }
}
