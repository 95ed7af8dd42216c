package io.proxpanel.backup.agent.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.TocEntry.Part;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveRewriterTest {
  private static final String DROP = "DROP it;\n";
  private static final String LONG = TocParserTest.text(3 * TocParser.LONG);

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

  /** By what becomes of the entry with the long definition, the entry as it must come out. */
  static Stream<Arguments> editsOfLongEntries() {
    String end = "WITH owner;\n";
    return Stream.of(
        arguments(edit(entry -> entry), LONG, "panel"),
        arguments(edit(entry -> entry.with(Part.OWNER, "no")), LONG, "no"),
        arguments(edit(entry -> entry.with(Part.DEFINITION, "-- no\n")), "-- no\n", "panel"),
        arguments(
            edit(
                entry ->
                    entry
                        .with(Part.DEFINITION, "DO " + entry.text(Part.DEFINITION) + end)
                        .with(Part.OWNER, "")),
            "DO " + LONG + end,
            ""));
  }

  @ParameterizedTest
  @MethodSource("editsOfLongEntries")
  void aDefinitionThatIsNotHeldPassesInsideOfWhatIsWrittenForIt(
      UnaryOperator<TocEntry> edit, String definition, String owner) throws IOException {
    byte[] archive = archive(16, LONG, DROP, "panel").bytes();
    EntryEdits edits =
        edits(0, entry -> Optional.of(entry.dumpId() == 2 ? edit.apply(entry) : entry));
    byte[] expected = archive(16, definition, DROP, owner).bytes();

    for (int piece : List.of(7, 1 << 16, archive.length)) {
      assertThat(Arrays.equals(rewrite(archive, edits, piece), expected)).isTrue();
    }
  }

  @Test
  void anEntryIsTakenOutWithItsLongDefinition() throws IOException {
    byte[] archive = archive(16, LONG, DROP, "panel").bytes();

    byte[] changed =
        rewrite(
            archive,
            edits(1, entry -> entry.dumpId() == 2 ? Optional.empty() : Optional.of(entry)),
            1 << 16);

    assertThat(changed).hasSizeLessThan(1024);
    assertThat(new String(changed, StandardCharsets.ISO_8859_1)).doesNotContain("-- 1\n");
  }

  @Test
  void eachLongDefinitionComesWhereItBelongs() throws IOException {
    ArchiveBytes archive = new ArchiveBytes(15, false);
    ArchiveBytes wrapped = new ArchiveBytes(15, false);
    for (int i = 1; i <= 5; i++) {
      String text = TocParserTest.text(TocParser.LONG + i);
      archive.defined(text).entry(i, "VIEW", "s", "v" + i, "").entry(10 + i, "X", "s", "x", "");
      wrapped.defined(i + text).entry(i, "VIEW", "s", "v" + i, "").entry(10 + i, "X", "s", "x", "");
    }
    EntryEdits edits =
        edits(
            0,
            entry ->
                Optional.of(
                    entry.kind().equals("X")
                        ? entry
                        : entry.with(
                            Part.DEFINITION, entry.dumpId() + entry.text(Part.DEFINITION))));

    byte[] bytes = archive.bytes();
    assertThat(Arrays.equals(rewrite(bytes, edits, 1 << 16), wrapped.bytes())).isTrue();
    assertThat(Arrays.equals(rewrite(bytes, edits, bytes.length), wrapped.bytes())).isTrue();
  }

  @Test
  void privilegesThatAreTooLongToBeTakenApartAreRefused() {
    byte[] archive =
        new ArchiveBytes(16, false)
            .defined("GRANT " + "x".repeat(3 * 1024 * 1024))
            .entry(1, "ACL", "public", "TABLE acct", "")
            .bytes();

    assertThatThrownBy(
            () ->
                rewrite(
                    archive,
                    edits(0, entry -> Optional.of(entry.with(Part.DEFINITION, "GRANT x;"))),
                    1 << 16))
        .hasMessage(
            "The privileges of public.TABLE acct fill 3072 KiB, and the agent can take 512 KiB apart to"
                + " grant each alone, so the database is as it was: revoke what nobody needs where"
                + " the backup was made, and restore a new one.")
        .satisfies(
            e ->
                assertThat(((AgentException) e.getCause()).code())
                    .isEqualTo(ErrorCode.RestoreRefused));
  }

  @Test
  void anArchiveThatIsAnotherOneWhenItIsReadAgainIsRefused() throws IOException {
    byte[] archive = archive(16, LONG, DROP, "panel").bytes();
    byte[] other = archive(16, "CREATE it;\n", DROP, "panel").bytes();
    try (ArchiveRewriter rewriter =
        new ArchiveRewriter(
            new ByteArrayOutputStream(), EntryEdits.NONE, () -> new ByteArrayInputStream(other))) {
      assertThatThrownBy(() -> rewriter.write(archive))
          .hasMessage(
              "The archive is incomplete or damaged: its table of contents is another one when it"
                  + " is read again; do not rely on this file.");
    }
  }

  private static UnaryOperator<TocEntry> edit(UnaryOperator<TocEntry> edit) {
    return edit;
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
    try (ArchiveRewriter rewriter =
        new ArchiveRewriter(out, edits, () -> new ByteArrayInputStream(archive))) {
      for (int i = 0; i < archive.length; i += piece) {
        rewriter.write(archive, i, Math.min(piece, archive.length - i));
      }
    }
    return out.toByteArray();
  }
}
