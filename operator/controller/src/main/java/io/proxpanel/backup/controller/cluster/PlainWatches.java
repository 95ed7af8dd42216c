package io.proxpanel.backup.controller.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a watch over plain HTTP, which the client falls back to where the API server or a proxy
 * offers no WebSockets, hand on characters beyond ASCII.
 *
 * <p>The client's {@code WatchHTTPManager} (kubernetes-client 7.5.2) decodes each buffer by itself
 * and takes the whole array behind the decoded characters, which is as long as the buffer has
 * bytes: each character of several bytes leaves NULs at the end, the next event begins with them,
 * cannot be parsed, and the watch ends for good. A character that is cut by the end of a buffer
 * becomes two wrong ones. So the client is given the same JSON in ASCII, which has an escape for
 * every other character; outside of strings JSON has none.
 */
final class PlainWatches implements Interceptor {

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    return String.valueOf(request.uri().getQuery()).contains("watch=true")
        ? new Escaped(consumer)
        : consumer;
  }

  private static final class Escaped implements AsyncBody.Consumer<List<ByteBuffer>> {
    private final AsyncBody.Consumer<List<ByteBuffer>> next;
    private final CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /** The beginning of a character whose end has not come yet. */
    private ByteBuffer begun = ByteBuffer.allocate(0);

    Escaped(AsyncBody.Consumer<List<ByteBuffer>> next) {
      this.next = next;
    }

    @Override
    public void consume(List<ByteBuffer> buffers, AsyncBody body) throws Exception {
      List<ByteBuffer> escaped = new ArrayList<>();
      for (ByteBuffer each : buffers) {
        escaped.add(escaped(each));
      }
      next.consume(escaped, body);
    }

    @Override
    public <U> U unwrap(Class<U> target) {
      U self = AsyncBody.Consumer.super.unwrap(target);
      return self == null ? next.unwrap(target) : self;
    }

    private ByteBuffer escaped(ByteBuffer buffer) {
      ByteBuffer in = ByteBuffer.allocate(begun.remaining() + buffer.remaining());
      in.put(begun).put(buffer).flip();
      CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
      decoder.decode(in, out, false);
      begun = in;
      StringBuilder text = new StringBuilder();
      out.flip()
          .chars()
          .forEach(
              c -> {
                if (c < 0x80) {
                  text.append((char) c);
                } else {
                  text.append("\\u%04x".formatted(c));
                }
              });
      return StandardCharsets.US_ASCII.encode(text.toString());
    }
  }
}
