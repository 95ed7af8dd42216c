package io.proxpanel.backup.agent.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.RouterList;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedJsonTest {
  @Test
  void theListOfAThousandRoutersIsRead() throws Exception {
    RouterList.Entry entry =
        Json.read(
            "{\"name\":\"edge\",\"host\":\"10.0.0.1\",\"state\":\"Good\"}", RouterList.Entry.class);
    RouterList list =
        new RouterList(
            RouterList.VERSION,
            "uid",
            "isp",
            "nightly",
            "2026-11-26T12:00:00Z",
            IntStream.range(0, 1000).mapToObj(i -> entry).toList());
    assertThat(BoundedJson.read(Json.writePretty(list), RouterList.class)).isEqualTo(list);
  }

  @Test
  void fieldsThatNobodyKnowsAreIgnored() throws Exception {
    byte[] text = "{\"new\":{\"a\":[1]},\"uid\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(BoundedJson.read(text, RouterList.class).uid()).isEqualTo("x");
  }

  @Test
  void whatWouldTakeTooMuchMemoryIsRefused() {
    for (String text :
        List.of(
            "{\"routers\":[" + "{},".repeat(300_000) + "{}]}",
            "{\"routers\":" + "[".repeat(100),
            "{\"uid\":\"" + "x".repeat(100_000) + "\"}",
            "{\"" + "x".repeat(2000) + "\":1}")) {
      assertThatThrownBy(
              () -> BoundedJson.read(text.getBytes(StandardCharsets.UTF_8), RouterList.class))
          .isInstanceOf(JsonProcessingException.class);
    }
  }
}
