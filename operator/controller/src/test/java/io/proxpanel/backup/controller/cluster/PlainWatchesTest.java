package io.proxpanel.backup.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.proxpanel.backup.contract.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainWatchesTest {
  /** Characters of one to four bytes, and what JSON escapes by itself. */
  private static final String TEXT = "{\"note\":\"Zürich – 東京 😀 \\\"\\n\"}\n";

  private final StringBuilder handedOn = new StringBuilder();

  private AsyncBody.Consumer<List<ByteBuffer>> consumer(String query) {
    HttpRequest request =
        new StandardHttpRequest.Builder()
            .uri("https://10.96.0.1/apis/backup.proxpanel.io/v1/backups?" + query)
            .build();
    return new PlainWatches()
        .consumer(
            (buffers, body) -> {
              for (ByteBuffer each : buffers) {
                // As the client does it: the array, however much of it is filled.
                handedOn.append(StandardCharsets.UTF_8.decode(each).array());
              }
            },
            request);
  }

  @Test
  void aWatchIsHandedOnInAsciiWhereverItsBuffersEnd() throws Exception {
    byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
    for (int length = 1; length <= bytes.length; length++) {
      handedOn.setLength(0);
      AsyncBody.Consumer<List<ByteBuffer>> watch = consumer("limit=500&watch=true");
      for (int from = 0; from < bytes.length; from += length) {
        byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length));
        watch.consume(List.of(ByteBuffer.wrap(part)), null);
      }

      assertThat(handedOn.toString()).endsWith("\n").matches("\\p{ASCII}*").doesNotContain("\0");
      assertThat(Json.read(handedOn.toString(), Object.class))
          .isEqualTo(Json.read(TEXT, Object.class));
    }
  }

  @Test
  void whatIsNotAWatchIsLeftAsItIs() throws Exception {
    consumer("limit=500")
        .consume(List.of(ByteBuffer.wrap("ü".getBytes(StandardCharsets.UTF_8))), null);

    assertThat(handedOn.toString()).isEqualTo("ü\0");
  }
}
