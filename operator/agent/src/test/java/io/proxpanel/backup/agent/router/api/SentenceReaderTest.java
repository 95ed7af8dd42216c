package io.proxpanel.backup.agent.router.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceReaderTest {

  /** The table of MikroTik's documentation, at each of its borders. */
  @ParameterizedTest
  @CsvSource({
    "1, 01",
    "127, 7f",
    "128, 8080",
    "16383, bfff",
    "16384, c04000",
    "2097151, dfffff",
    "2097152, e0200000",
    "16777216, e1000000"
  })
  void readsWordsOfEveryLength(int length, String prefix) throws IOException {
    Sentence sentence = read(prefix + "21" + "61".repeat(length - 1) + "00");

    assertThat(sentence.length()).isEqualTo(length);
  }

  @Test
  void readsAShortWordWhoseLengthHasFiveBytes() throws IOException {
    assertThat(read("f0000000032172650000").kind()).isEqualTo("!re");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // 4 GiB less 1, 4 GiB less 256 MiB, 256 MiB, 16 MiB and a byte
        "f0ffffffff",
        "f0f0000000",
        "f010000000",
        "e1000001",
      })
  void refusesAWordThatNoRouterSays(String prefix) {
    assertThatThrownBy(() -> read(prefix + "21"))
        .isInstanceOf(MalformedSentenceException.class)
        .hasMessageContaining("is announced");
  }

  @ParameterizedTest
  @ValueSource(strings = {"f1", "f7", "f8", "ff"})
  void refusesControlBytesThatAreReserved(String prefix) {
    assertThatThrownBy(() -> read("03217265" + prefix))
        .isInstanceOf(MalformedSentenceException.class)
        .hasMessage("an unknown control byte");
  }

  @Test
  void takesNoMemoryForALengthThatIsOnlyPromised() {
    CountingInput in = new CountingInput(HexFormat.of().parseHex("e1000000" + "21"));

    assertThatThrownBy(() -> new SentenceReader(in).read()).isInstanceOf(EOFException.class);

    assertThat(in.largestRead).isLessThanOrEqualTo(64 * 1024);
  }

  @Test
  void keepsNothingOfAWordThatIsLongerThanAnybodyNeeds() throws IOException {
    String longest = "3d78" + "3d" + "61".repeat(SentenceReader.KEPT_WORD_BYTES - 3);
    String tooLong = "3d79" + "3d" + "61".repeat(SentenceReader.KEPT_WORD_BYTES - 2);

    Sentence sentence =
        read("03217265" + "c10000" + longest + "c10001" + tooLong + "053d7a3d6d6d" + "00");

    assertThat(sentence.bytes("x")).get().extracting(value -> value.length).isEqualTo(65_533);
    assertThat(sentence.bytes("y")).isEmpty();
    assertThat(sentence.get("z")).hasValue("mm");
    assertThat(sentence.length()).isEqualTo(3 + 65_536 + 65_537 + 5);
    assertThat(sentence.kept()).isEqualTo(3 + 65_536 + 5);
  }

  @Test
  void keepsNoMoreOfASentenceThanAnybodyNeedsHoweverManyWordsItHas() throws IOException {
    Sentence sentence = read("03217265" + ("c03a98" + "61".repeat(15_000)).repeat(100) + "00");

    assertThat(sentence.length()).isEqualTo(1_500_003);
    assertThat(sentence.kept()).isLessThan(100_000);
  }

  @Test
  void refusesASentenceOfTooManyWords() {
    byte[] endless = new byte[2 * 20_000];
    for (int i = 0; i < endless.length; i += 2) {
      endless[i] = 1;
      endless[i + 1] = '!';
    }

    assertThatThrownBy(() -> new SentenceReader(new ByteArrayInputStream(endless)).read())
        .isInstanceOf(MalformedSentenceException.class)
        .hasMessage("a sentence is too long");
  }

  @Test
  void knowsAnotherProtocolByItsFirstTwoBytes() {
    InputStream in =
        new ByteArrayInputStream("SSH-2.0-ROSSSH\r\n".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> new SentenceReader(in).read())
        .isInstanceOfSatisfying(
            MalformedSentenceException.class,
            e -> assertThat(e.beginning()).containsExactly('S', 'S'));
  }

  @Test
  void readsAttributesAsTheBytesThatTheyAre() throws IOException {
    byte[] value = new byte[256];
    for (int i = 0; i < value.length; i++) {
      value[i] = (byte) i;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SentenceWriter(out)
        .write(Arrays.asList(bytes("!re"), join(bytes("=data="), value), bytes(".tag=7")));

    Sentence sentence = new SentenceReader(new ByteArrayInputStream(out.toByteArray())).read();

    assertThat(sentence.bytes("data")).hasValue(value);
    assertThat(sentence.tag()).hasValue("7");
    assertThat(sentence.bytes("dat")).isEmpty();
  }

  @Test
  void aValueMayBeEmptyOrHaveEqualsSignsAndLines() throws IOException {
    Sentence sentence = sentence("!re", "=comment=", "=script=a=b\n=c=d\n!done\n");

    assertThat(sentence.get("comment")).hasValue("");
    assertThat(sentence.get("script")).hasValue("a=b\n=c=d\n!done\n");
    assertThat(sentence.get("c")).isEmpty();
  }

  @Test
  void emptySentencesAreNone() throws IOException {
    assertThat(read("00000003217265" + "00").kind()).isEqualTo("!re");
  }

  @Test
  void saysWhetherASentenceHasBegun() {
    SentenceReader before = new SentenceReader(new ByteArrayInputStream(new byte[0]));
    SentenceReader within =
        new SentenceReader(new ByteArrayInputStream(HexFormat.of().parseHex("0321726505")));

    assertThatThrownBy(before::read).isInstanceOf(EOFException.class);
    assertThatThrownBy(within::read)
        .isInstanceOf(EOFException.class)
        .hasMessage("the connection ended within a sentence");

    assertThat(before.isWithin()).isFalse();
    assertThat(within.isWithin()).isTrue();
  }

  /** Whatever comes: a sentence, or one of the two failures, and no other. */
  @Test
  void survivesWhateverComes() {
    Random random = new Random(20261126);
    for (int round = 0; round < 20_000; round++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      if (noise.length > 2 && random.nextBoolean()) {
        noise[0] = (byte) random.nextInt(0x80);
        noise[1] = '!';
      }
      SentenceReader reader = new SentenceReader(new ByteArrayInputStream(noise));
      Throwable end = null;
      int read = 0;
      while (end == null) {
        try {
          reader.read();
          read++;
        } catch (IOException e) {
          end = e;
        }
      }
      assertThat(end)
          .as("after %d sentences of round %d", read, round)
          .isInstanceOfAny(EOFException.class, MalformedSentenceException.class);
    }
  }

  private static Sentence read(String hex) throws IOException {
    return new SentenceReader(new ByteArrayInputStream(HexFormat.of().parseHex(hex))).read();
  }

  private static Sentence sentence(String... words) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SentenceWriter(out).write(Arrays.stream(words).map(SentenceReaderTest::bytes).toList());
    return new SentenceReader(new ByteArrayInputStream(out.toByteArray())).read();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static final class CountingInput extends InputStream {
    private final ByteArrayInputStream in;
    private int largestRead;

    CountingInput(byte[] content) {
      in = new ByteArrayInputStream(content);
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      largestRead = Math.max(largestRead, buffer.length);
      return in.read(buffer, offset, length);
    }
  }
}
