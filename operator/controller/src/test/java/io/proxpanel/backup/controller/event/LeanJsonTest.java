package io.proxpanel.backup.controller.event;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.proxpanel.backup.contract.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LeanJsonTest {
  private static String line(String logger, Throwable cause, KeyValuePair... pairs) {
    LoggingEvent event =
        new LoggingEvent(
            "fqcn",
            new LoggerContext().getLogger(logger),
            Level.WARN,
            "It is {}.",
            cause,
            new Object[] {"\"so\""});
    event.setInstant(Instant.parse("2026-11-23T02:00:14.218Z"));
    event.setKeyValuePairs(List.of(pairs));
    return new String(new LeanJson().encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void hasThePairsBesideTimeLevelAndMessageAndNothingEmpty() {
    assertThat(
            line(
                "io.proxpanel.backup.controller.event.Journal",
                null,
                new KeyValuePair("kind", "Backup"),
                new KeyValuePair("attempt", 2),
                new KeyValuePair("namespace", ""),
                new KeyValuePair("name", null)))
        .isEqualTo(
            "{\"time\":\"2026-11-23T02:00:14.218Z\",\"level\":\"WARN\",\"message\":\"It is"
                + " \\\"so\\\".\",\"kind\":\"Backup\",\"attempt\":2}\n");
  }

  @Test
  void loosesNothingOfALibraryNorOfTwoPairsOfOneName() throws JsonProcessingException {
    String line =
        line(
            "io.fabric8.Any",
            new IllegalStateException("broken\n"),
            new KeyValuePair("message", "other"),
            new KeyValuePair("message", "third"));

    assertThat(line).endsWith("}\n").hasLineCount(1);
    Map<?, ?> read = Json.read(line, Map.class);
    assertThat(read.get("logger")).isEqualTo("io.fabric8.Any");
    assertThat(read.get("message_")).isEqualTo("other");
    assertThat(read.get("message__")).isEqualTo("third");
    assertThat(read.get("exception"))
        .asString()
        .startsWith("java.lang.IllegalStateException: broken");
  }
}
