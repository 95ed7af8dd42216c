package io.proxpanel.backup.agent.router.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceWriterTest {

  @ParameterizedTest
  @CsvSource({
    "1, 01",
    "127, 7f",
    "128, 8080",
    "16383, bfff",
    "16384, c04000",
    "2097151, dfffff",
    "2097152, e0200000",
    "268435455, efffffff",
    "268435456, f010000000"
  })
  void writesLengthsAsTheDocumentationHasThem(int length, String prefix) throws IOException {
    Beginning out = new Beginning();

    new SentenceWriter(out).write(List.of(new byte[length]));

    assertThat(HexFormat.of().formatHex(out.bytes)).startsWith(prefix);
    assertThat(out.count).isEqualTo(prefix.length() / 2 + length + 1L);
  }

  @Test
  void endsASentenceWithAnEmptyWord() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new SentenceWriter(out).write(Command.of("/quit").tagged("9"));

    assertThat(HexFormat.of().formatHex(out.toByteArray()))
        .isEqualTo("052f71756974062e7461673d3900");
  }

  @Test
  void refusesAWordThatWouldEndTheSentence() {
    assertThatThrownBy(
            () -> new SentenceWriter(new ByteArrayOutputStream()).write(List.of(new byte[0])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void commandsShowNoArguments() {
    assertThat(Command.of("/login").with("password", "secret")).hasToString("/login");
  }

  private static final class Beginning extends java.io.OutputStream {
    private byte[] bytes = new byte[0];
    private long count;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      if (count == 0) {
        bytes = Arrays.copyOfRange(buffer, offset, offset + Math.min(length, 8));
      }
      count += length;
    }
  }
}
