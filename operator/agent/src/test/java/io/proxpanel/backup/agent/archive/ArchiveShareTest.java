package io.proxpanel.backup.agent.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveShareTest {
  @ParameterizedTest
  @CsvSource({"14, true", "14, false", "15, true", "16, true", "16, false"})
  void aPartIsAnArchiveWithItsEntriesAndTheirData(int minor, boolean gzip) throws Exception {
    byte[] whole = archive(minor, gzip).bytes();
    for (Set<Integer> ids : List.of(Set.of(1, 2), Set.of(1, 3), Set.of(4), Set.of(1, 2, 3, 4))) {
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      ArchiveShare.write(
          () -> new ByteArrayInputStream(whole),
          EntryEdits.NONE,
          entry -> ids.contains(entry.dumpId()),
          part);
      ArchiveScanner scanner = new ArchiveScanner();
      part.writeTo(scanner);
      ArchiveSummary summary = scanner.summary();
      assertThat(summary.header().entries()).isEqualTo(ids.size());
      assertThat(summary.tablesWithData()).isEqualTo(ids.contains(2) ? 1 : 0);
      assertThat(summary.largeObjects()).isEqualTo(ids.contains(3) ? 2 : 0);
      assertThat(summary.rows()).isEqualTo(ids.contains(2) ? 3L : 0L);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ArchiveShare.write(() -> new ByteArrayInputStream(whole), EntryEdits.NONE, entry -> true, all);
    assertThat(all.toByteArray()).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({"14, true", "16, false"})
  void rowsAreReadOneBlockAfterTheOther(int minor, boolean gzip) throws Exception {
    byte[] whole = archive(minor, gzip).bytes();
    ArchiveParts contents =
        ArchiveParts.read(
            new ByteArrayInputStream(whole),
            EntryEdits.NONE,
            () -> new ByteArrayInputStream(whole));
    assertThat(contents.entries())
        .extracting(ArchiveParts.Entry::kind)
        .containsExactly("TABLE", "TABLE DATA", "BLOBS", "INDEX");
    assertThat(contents.entries().get(1).copyStatement()).isEqualTo("COPY t FROM stdin;\n");
    assertThat(contents.entries().get(1).dependencies()).containsExactly(1);
    assertThat(contents.entries().get(1).name()).isEqualTo("s.t");
    assertThat(contents.entries().get(3).definition()).isEqualTo("CREATE i;\n");
    ArchiveData data = contents.data();
    List<String> seen = new ArrayList<>();
    int id = data.next();
    while (id >= 0) {
      if (id == 2) {
        try (InputStream rows = data.rows()) {
          seen.add(new String(rows.readAllBytes(), StandardCharsets.UTF_8));
        }
      } else {
        seen.add(String.valueOf(id));
      }
      id = data.next();
    }
    assertThat(seen).containsExactly("a\nb\nc\n\\.\n\n\n", "3");
  }

  @Test
  void longDefinitionsComeWithThePartThatHasThem() throws Exception {
    byte[] whole = withLong(1, 2, 3, 4, 5);
    EntryEdits edits =
        new EntryEdits() {
          @Override
          public int removed() {
            return 1;
          }

          @Override
          public Optional<TocEntry> apply(TocEntry entry) {
            return entry.dumpId() == 3 ? Optional.empty() : Optional.of(entry);
          }
        };
    for (int[] ids : List.of(new int[] {1}, new int[] {2}, new int[] {4, 5}, new int[] {1, 2, 5})) {
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      ArchiveShare.write(
          () -> new ByteArrayInputStream(whole),
          edits,
          entry -> Arrays.stream(ids).anyMatch(id -> id == entry.dumpId()),
          part);
      assertThat(Arrays.equals(part.toByteArray(), withLong(ids))).as("%s", ids).isTrue();
    }
  }

  /** Those with an odd number have a long definition. */
  private static byte[] withLong(int... ids) {
    ArchiveBytes archive = new ArchiveBytes(16, false);
    for (int id : ids) {
      if (id % 2 == 1) {
        archive.defined(TocParserTest.text(TocParser.LONG + id));
      }
      archive.entry(id, "VIEW", "s", "v" + id, "");
    }
    return archive.bytes();
  }

  @Test
  void anArchiveThatIsAnotherOneWhenItIsReadAgainIsRefused() throws Exception {
    byte[] other = withLong(2);
    ArchiveParts contents =
        ArchiveParts.read(
            new ByteArrayInputStream(withLong(1)),
            EntryEdits.NONE,
            () -> new ByteArrayInputStream(other));
    assertThat(contents.entries().get(0).definition()).hasSizeLessThan(TocParser.LONG / 2);

    assertThatThrownBy(() -> contents.write(new ByteArrayOutputStream(), entry -> true))
        .hasMessageContaining("its table of contents is another one when it is read again");
  }

  @Test
  void everyCutThatIsNotBetweenTwoBlocksIsNoticed() throws Exception {
    byte[] whole = archive(16, true).bytes();
    int between = 0;
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      try {
        ArchiveShare.write(
            () -> new ByteArrayInputStream(cut),
            EntryEdits.NONE,
            entry -> true,
            new ByteArrayOutputStream());
        between++;
      } catch (AgentException e) {
        assertThat(e).hasMessageContaining("The archive is incomplete or damaged: it ends ");
      }
    }
    // Before the first block, and between the two.
    assertThat(between).isEqualTo(2);
  }

  @Test
  void whatIsNoBlockIsRefused() {
    byte[] odd = archive(16, false).raw(7).bytes();
    assertThatThrownBy(
            () ->
                ArchiveShare.write(
                    () -> new ByteArrayInputStream(odd),
                    EntryEdits.NONE,
                    entry -> true,
                    new ByteArrayOutputStream()))
        .hasMessageContaining("a block of data has the unknown type 7");
    byte[] negative = archive(16, false).raw(1, 0, 2, 0, 0, 0, 1, 5, 0, 0, 0).bytes();
    assertThatThrownBy(
            () ->
                ArchiveShare.write(
                    () -> new ByteArrayInputStream(negative),
                    EntryEdits.NONE,
                    entry -> true,
                    new ByteArrayOutputStream()))
        .hasMessageContaining("a piece of data has no length");
  }

  private static ArchiveBytes archive(int minor, boolean gzip) {
    return new ArchiveBytes(minor, gzip)
        .entry(1, "TABLE", "s", "t", "DROP TABLE t;\n")
        .tableData(2, "s", "t")
        .entry(3, "BLOBS", null, "BLOBS", "", null, 1)
        .entry(4, "INDEX", "s", "i", "")
        .rows(2, "a", "b", "c")
        .largeObjects(3, 16_400, 16_401);
  }
}
