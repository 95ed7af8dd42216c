package io.proxpanel.backup.agent.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.TaskResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveScannerTest {
  @ParameterizedTest
  @CsvSource({"14,false", "14,true", "15,false", "15,true", "16,false", "16,true"})
  void countsWhatAnArchiveHolds(int minor, boolean gzip) throws Exception {
    ArchiveSummary summary = scan(sample(minor, gzip).bytes(), 1 << 16);

    assertThat(summary.counts()).isEqualTo(new TaskResult.Archive(6, 2, 2, 2, 5L));
    assertThat(summary.header().database()).isEqualTo("panel");
    assertThat(summary.header().serverVersion()).isEqualTo("15.18");
    assertThat(summary.header().version()).isEqualTo(new ArchiveVersion(1, minor));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64})
  void doesNotCareHowTheBytesArrive(int piece) throws Exception {
    assertThat(scan(sample(16, true).bytes(), piece))
        .isEqualTo(scan(sample(16, true).bytes(), 1 << 16));
  }

  @Test
  void everyCutIsNoticedAndTheMissingTableIsNamed() throws Exception {
    byte[] whole = sample(14, false).bytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> scan(cut, 1 << 16))
          .as("cut at %d", length)
          .isInstanceOf(AgentException.class);
    }

    byte[] withoutLastBlock =
        new ArchiveBytes(14, false)
            .tableData(10, "public", "subscribers")
            .tableData(11, "admin", "tenants")
            .rows(10, "1")
            .bytes();
    assertThatThrownBy(() -> scan(withoutLastBlock, 1 << 16))
        .hasMessage(
            "The archive is incomplete or damaged: the data of admin.tenants is missing; do not"
                + " rely on this file.")
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.ArchiveIncomplete));
  }

  @Test
  void rowsEndedInTheMiddleAreNoticed() {
    byte[] archive =
        new ArchiveBytes(14, false).tableData(10, "public", "t").block(10, "1\n2\n").bytes();

    assertThatThrownBy(() -> scan(archive, 1 << 16))
        .hasMessageContaining("the rows of public.t do not end as COPY ends them");
  }

  @Test
  void damagedCompressedRowsAreNoticed() {
    byte[] archive = sample(16, true).bytes();
    byte[] start = {0x78, (byte) 0x9c};
    int zlib = indexOf(archive, start);
    archive[zlib + 3] ^= 0x55;

    assertThatThrownBy(() -> scan(archive, 1 << 16))
        .hasMessageContaining("the rows of public.subscribers ");
  }

  @Test
  void somethingElseThanAnArchiveIsRefusedAtItsFirstBytes() throws IOException {
    byte[] script = "--\n-- PostgreSQL database dump\n--\n".getBytes(StandardCharsets.UTF_8);

    try (ArchiveScanner scanner = new ArchiveScanner()) {
      assertThatThrownBy(() -> scanner.write(script))
          .hasMessageContaining("not an archive of pg_dump: it does not start with PGDMP")
          .satisfies(e -> assertThat(code(e.getCause())).isEqualTo(ErrorCode.NotAnArchive));
    }
    assertThatThrownBy(() -> scan(new byte[0], 1))
        .hasMessageContaining("it ends before its header does")
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.NotAnArchive));
  }

  @Test
  void anArchiveOfALaterVersionAsksForANewerAgent() {
    assertThatThrownBy(() -> scan(new ArchiveBytes(17, false).bytes(), 1 << 16))
        .hasMessageContaining("version 1.17 and this agent knows versions up to 1.16")
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.PgRestoreTooOld));
    assertThatThrownBy(() -> scan(new ArchiveBytes(13, false).bytes(), 1 << 16))
        .hasMessageContaining("its version 1.13 is older than 1.14");
  }

  @Test
  void absurdLengthsDoNotExhaustTheMemory() {
    byte[] archive = sample(14, false).bytes();
    int tag = indexOf(archive, "subscribers".getBytes(StandardCharsets.UTF_8));
    archive[tag - 1] = 0x7f;
    byte[] padded = Arrays.copyOf(archive, 40 * 1024 * 1024);

    assertThatThrownBy(() -> scan(padded, 1 << 16))
        .hasMessageContaining("an entry of its table of contents has no end");
  }

  @Test
  void blocksThatNobodyAnnouncedAreRefused() {
    byte[] unknown = new ArchiveBytes(14, false).rows(99, "1").bytes();
    byte[] twice =
        new ArchiveBytes(14, false).tableData(10, "public", "t").rows(10).rows(10).bytes();
    byte[] junk = new ArchiveBytes(14, false).raw(7).bytes();

    assertThatThrownBy(() -> scan(unknown, 1 << 16)).hasMessageContaining("belongs to no entry");
    assertThatThrownBy(() -> scan(twice, 1 << 16)).hasMessageContaining("belongs to no entry");
    assertThatThrownBy(() -> scan(junk, 1 << 16)).hasMessageContaining("unknown type 7");
  }

  @Test
  void rowsThatAreNotTextForCopyAreNotCounted() throws Exception {
    byte[] inserts =
        new ArchiveBytes(14, false)
            .entry(10, "TABLE DATA", "public", "t", "", null, 1)
            .block(10, "INSERT INTO t VALUES (1);\n\n")
            .bytes();

    assertThat(scan(inserts, 1 << 16).rows()).isNull();
  }

  static ArchiveBytes sample(int minor, boolean gzip) {
    return new ArchiveBytes(minor, gzip)
        .entry(1, "TABLE", "public", "subscribers", "DROP TABLE public.subscribers;\n")
        .entry(2, "TABLE", "public", "empty", "DROP TABLE public.empty;\n")
        .entry(3, "CONSTRAINT", "public", "subscribers subscribers_pkey", "ALTER TABLE x;\n")
        .tableData(10, "public", "subscribers")
        .tableData(11, "public", "empty")
        .entry(12, "BLOBS", null, "BLOBS", "", null, 1)
        .rows(10, "1\tanna", "2\tb\\nb", "3\t\\N", "4\t", "5\tä")
        .rows(11)
        .largeObjects(12, 16400, -294967296);
  }

  static ArchiveSummary scan(byte[] archive, int piece) throws AgentException {
    try (ArchiveScanner scanner = new ArchiveScanner()) {
      for (int i = 0; i < archive.length; i += piece) {
        scanner.write(archive, i, Math.min(piece, archive.length - i));
      }
      return scanner.summary();
    } catch (IOException e) {
      throw AgentException.from(e, ErrorCode.Internal, "no code");
    }
  }

  private static ErrorCode code(Throwable e) {
    return ((AgentException) e).code();
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i <= bytes.length - part.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }
}
