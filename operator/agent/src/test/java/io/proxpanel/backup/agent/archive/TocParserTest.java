package io.proxpanel.backup.agent.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.LongDefinition.Clause;
import io.proxpanel.backup.agent.archive.TocEntry.Part;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is held of an archive's head, and that no length in it is believed. */
class TocParserTest {
  private static final String LONG = text(TocParser.LONG + 1);
  private static final int NUMBER = 5;

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16})
  void ofALongDefinitionTheBeginningIsHeldAndTheRestPasses(int minor) throws Exception {
    Seen seen = seen(archive(minor, LONG), 1 << 16);

    assertThat(seen.entries).extracting(TocEntry::dumpId).containsExactly(1, 2, 3);
    TocEntry entry = seen.entries.get(1);
    assertThat(entry.raw()).hasSizeLessThan(TocParser.KEPT + 1024);
    assertThat(entry.text(Part.DEFINITION))
        .isEqualTo(LONG.substring(0, TocParser.KEPT) + entry.cut().mark());
    assertThat(entry.cut().bytes()).isEqualTo(LONG.length() - TocParser.KEPT);
    assertThat(seen.skipped()).isEqualTo(LONG.substring(TocParser.KEPT));
    assertThat(entry.text(Part.DROP)).isEqualTo("DROP it;\n");
    assertThat(entry.owner()).isEqualTo("its_owner");
    assertThat(entry.dependencies()).containsExactly(1);
    assertThat(seen.entries.get(2).cut()).isNull();
  }

  @Test
  void whatIsNotLongerThanTheLimitIsHeld() throws Exception {
    String definition = LONG.substring(1);

    Seen seen = seen(archive(16, definition), 1 << 16);

    assertThat(seen.entries.get(1).cut()).isNull();
    assertThat(seen.entries.get(1).text(Part.DEFINITION)).isEqualTo(definition);
    assertThat(seen.skipped()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ACL,t", "DEFAULT ACL,t", "DATABASE PROPERTIES,d", "COMMENT,DATABASE d"})
  void ofStatementsThatAreTakenApartMoreIsHeld(String kind, String tag) throws Exception {
    for (int length :
        List.of(ArchiveContents.LONGEST_STATEMENTS, ArchiveContents.LONGEST_STATEMENTS + 1)) {
      byte[] archive =
          new ArchiveBytes(16, false).defined(text(length)).entry(1, kind, "s", tag, "").bytes();

      assertThat(seen(archive, 1 << 16).entries.get(0).cut() == null)
          .isEqualTo(length == ArchiveContents.LONGEST_STATEMENTS);
    }
  }

  @Test
  void whereTheBytesAreCutIntoPiecesMeansNothing() throws Exception {
    byte[] archive = archive(16, LONG);
    int start = indexOf(archive, LONG.substring(0, 64));
    Seen whole = seen(archive, archive.length);
    for (int around :
        List.of(start, start + TocParser.KEPT, start + LONG.length(), archive.length - 40)) {
      for (int cut = around - 40; cut < Math.min(around + 40, archive.length); cut++) {
        Seen seen = new Seen();
        TocParser parser = new TocParser(seen);
        assertThat(parser.accept(archive, 0, cut)).isEqualTo(cut);
        assertThat(parser.accept(archive, cut, archive.length - cut))
            .isEqualTo(archive.length - cut);
        assertThat(parser.done()).as("cut at %d", cut).isTrue();
        seen.requireSame(whole);
      }
    }
    for (int piece : List.of(1, 7, 4096)) {
      seen(archive, piece).requireSame(whole);
    }
  }

  @Test
  void clausesAreFoundWhereverTheyStandAndHoweverTheyArrive() throws Exception {
    for (Clause clause : Clause.values()) {
      for (int at :
          List.of(
              0,
              TocParser.KEPT - clause.words().length() / 2,
              TocParser.LONG,
              2 * TocParser.LONG - clause.words().length())) {
        String text = text(2 * TocParser.LONG);
        String with =
            text.substring(0, at) + clause.words() + text.substring(at + clause.words().length());
        for (int piece : List.of(1, 13, 1 << 16)) {
          LongDefinition cut = seen(archive(16, with), piece).entries.get(1).cut();
          assertThat(cut.positions()).as("%s at %d", clause, at).isEqualTo(Map.of(clause, at));
        }
      }
    }
  }

  @Test
  void anArchiveThatEndsInALongDefinitionIsIncomplete() throws Exception {
    byte[] archive = archive(16, LONG);
    int start = indexOf(archive, LONG.substring(0, 64));
    for (int length :
        List.of(
            start - 2,
            start,
            start + 1,
            start + TocParser.KEPT - 1,
            start + TocParser.KEPT,
            start + TocParser.KEPT + 1,
            start + LONG.length() - 1,
            start + LONG.length(),
            start + LONG.length() + 1)) {
      assertThatThrownBy(() -> ArchiveScannerTest.scan(Arrays.copyOf(archive, length), 1 << 16))
          .as("cut at %d", length - start)
          .hasMessage(
              "The archive is incomplete or damaged: its table of contents ends 2 entries before"
                  + " the 3 that it announces; do not rely on this file.")
          .satisfies(
              e -> assertThat(((AgentException) e).code()).isEqualTo(ErrorCode.ArchiveIncomplete));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, 1 << 30, TocParser.LONG + 1})
  void aDefinitionThatWouldBeLongerThanTheArchiveIsDamage(int length) {
    byte[] archive = archive(16, "CREATE it;\n");
    ByteCursor.putInt(archive, indexOf(archive, "CREATE it;\n") - NUMBER, length);

    assertThatThrownBy(() -> ArchiveScannerTest.scan(archive, 1 << 16))
        .hasMessageContaining("its table of contents ends 2 entries before the 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"view_name", "VIEW", "DROP it;\n", "public", "heap", "its_owner", "false"})
  void aNameWithoutAnEndIsRefusedBeforeItComes(String field) {
    byte[] archive = archive(16, LONG);
    ByteCursor.putInt(archive, indexOf(archive, field) - NUMBER, 5 * 1024 * 1024);

    assertThatThrownBy(() -> ArchiveScannerTest.scan(archive, 1 << 16))
        .hasMessage(
            "What is inside the file is not an archive of pg_dump: an entry of its table of contents"
                + " has no end; the file was encrypted from something else.");
  }

  @Test
  void dependenciesAndAHeaderWithoutAnEndAreRefused() {
    byte[] start = archive(16, LONG);
    int about = indexOf(start, "false") + 5;
    byte[] dependencies = Arrays.copyOf(start, about + 5 * 1024 * 1024);
    // Each has a length of 0, and so on without one that is negative.
    Arrays.fill(dependencies, about, dependencies.length, (byte) 0);
    assertThatThrownBy(() -> ArchiveScannerTest.scan(dependencies, 1 << 16))
        .hasMessageContaining("an entry of its table of contents has no end");

    byte[] header = Arrays.copyOf(start, 5 * 1024 * 1024);
    ByteCursor.putInt(header, indexOf(header, "panel") - NUMBER, Integer.MAX_VALUE);
    assertThatThrownBy(() -> ArchiveScannerTest.scan(header, 1 << 16))
        .hasMessageContaining("not an archive of pg_dump: its header has no end");
  }

  @ParameterizedTest
  @CsvSource({"0,-1", "0,-2147483648", "1,-2147483648", "1,2147483647", "1,1"})
  void aTextWithANegativeLengthIsNone(int sign, int magnitude) throws Exception {
    byte[] archive = archive(16, "CREATE it;\n");
    int definition = indexOf(archive, "CREATE it;\n");
    byte[] without = new byte[archive.length - "CREATE it;\n".length()];
    System.arraycopy(archive, 0, without, 0, definition);
    System.arraycopy(
        archive,
        definition + "CREATE it;\n".length(),
        without,
        definition,
        without.length - definition);
    ByteCursor.putInt(without, definition - NUMBER, magnitude);
    without[definition - NUMBER] = (byte) sign;

    Seen seen = seen(without, 1 << 16);

    assertThat(seen.entries).hasSize(3);
    assertThat(seen.entries.get(1).text(Part.DEFINITION)).isEmpty();
  }

  private static byte[] archive(int minor, String definition) {
    return new ArchiveBytes(minor, false)
        .owner("its_owner")
        .entry(1, "TABLE", "public", "acct", "")
        .defined(definition)
        .entry(2, "VIEW", "public", "view_name", "DROP it;\n")
        .entry(3, "TABLE", "public", "last", "")
        .bytes();
  }

  /** No two places in it look the same. */
  static String text(int length) {
    StringBuilder text = new StringBuilder(length + 16);
    for (int i = 0; text.length() < length; i++) {
      text.append("-- ").append(i).append('\n');
    }
    text.setLength(length);
    return text.toString();
  }

  private static Seen seen(byte[] archive, int piece) throws AgentException, IOException {
    Seen seen = new Seen();
    TocParser parser = new TocParser(seen);
    for (int i = 0; i < archive.length; i += piece) {
      parser.accept(archive, i, Math.min(piece, archive.length - i));
    }
    assertThat(parser.done()).isTrue();
    return seen;
  }

  private static int indexOf(byte[] bytes, String part) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(part);
  }

  private static final class Seen implements TocParser.Handler {
    private final List<TocEntry> entries = new ArrayList<>();
    private final ByteArrayOutputStream skipped = new ByteArrayOutputStream();

    @Override
    public void header(ArchiveHeader header, byte[] raw) {
      assertThat(entries).isEmpty();
    }

    @Override
    public void entry(TocEntry entry) {
      entries.add(entry);
    }

    @Override
    public void skipped(int index, byte[] bytes, int offset, int length) {
      assertThat(index).isEqualTo(entries.size());
      skipped.write(bytes, offset, length);
    }

    String skipped() {
      return skipped.toString(StandardCharsets.ISO_8859_1);
    }

    /** Only the marks differ. */
    void requireSame(Seen other) {
      assertThat(skipped()).isEqualTo(other.skipped());
      assertThat(entries).hasSameSizeAs(other.entries);
      for (int i = 0; i < entries.size(); i++) {
        assertThat(unmarked(entries.get(i))).isEqualTo(unmarked(other.entries.get(i)));
      }
    }

    private static String unmarked(TocEntry entry) {
      String raw = new String(entry.raw(), StandardCharsets.ISO_8859_1);
      return entry.cut() == null
          ? raw
          : raw.replace(entry.cut().mark(), "") + entry.cut().bytes() + entry.cut().positions();
    }
  }
}
