package io.proxpanel.backup.agent.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveRewriterTest {
  private static final String DROP = "DROP it;\n";

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1 << 16})
  void passesOnWhatItHasNothingAgainst(int piece) throws IOException {
    byte[] archive = ArchiveScannerTest.sample(16, true).bytes();

    assertThat(rewrite(archive, EntryEdits.NONE, piece)).isEqualTo(archive);
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16})
  void changesPartsOfEntriesWhateverTheirLength(int minor) throws IOException {
    byte[] archive = archive(minor, "CREATE it;\n", DROP, "panel").bytes();

    byte[] changed =
        rewrite(
            archive,
            edits(
                0,
                entry ->
                    Optional.of(
                        entry.dumpId() == 2
                            ? entry
                                .with(TocEntry.Part.OWNER, "somebody else")
                                .with(TocEntry.Part.DEFINITION, "")
                                .with(TocEntry.Part.DROP, "DROP another thing;\n")
                            : entry)),
            3);

    assertThat(changed)
        .isEqualTo(archive(minor, "", "DROP another thing;\n", "somebody else").bytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16})
  void takesEntriesOutAndCountsTheRest(int minor) throws IOException {
    byte[] archive = archive(minor, "CREATE it;\n", DROP, "panel").bytes();

    byte[] changed =
        rewrite(
            archive,
            edits(1, entry -> entry.dumpId() == 2 ? Optional.empty() : Optional.of(entry)),
            1 << 16);

    assertThat(changed)
        .isEqualTo(
            new ArchiveBytes(minor, false)
                .entry(1, "TABLE", "public", "acct", DROP)
                .tableData(10, "public", "acct")
                .rows(10, "1")
                .bytes());
  }

  private static ArchiveBytes archive(int minor, String definition, String drop, String owner) {
    return new ArchiveBytes(minor, false)
        .entry(1, "TABLE", "public", "acct", DROP)
        .owner(owner)
        .defined(definition)
        .entry(2, "VIEW", "public", "it", drop)
        .owner("panel")
        .tableData(10, "public", "acct")
        .rows(10, "1");
  }

  private static EntryEdits edits(
      int removed, java.util.function.Function<TocEntry, Optional<TocEntry>> change) {
    return new EntryEdits() {
      @Override
      public int removed() {
        return removed;
      }

      @Override
      public Optional<TocEntry> apply(TocEntry entry) {
        return change.apply(entry);
      }
    };
  }

  private static byte[] rewrite(byte[] archive, EntryEdits edits, int piece) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveRewriter rewriter = new ArchiveRewriter(out, edits)) {
      for (int i = 0; i < archive.length; i += piece) {
        rewriter.write(archive, i, Math.min(piece, archive.length - i));
      }
    }
    return out.toByteArray();
  }
}
