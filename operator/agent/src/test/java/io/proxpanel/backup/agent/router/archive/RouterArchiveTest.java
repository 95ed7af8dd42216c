package io.proxpanel.backup.agent.router.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.Sha256;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterArchiveTest {
  private static final Instant TIME = Instant.parse("2026-11-26T03:04:05Z");
  private static final String EXPORT = "# x by RouterOS 7.16\n/ip dns\nset servers=9.9.9.9\n";

  @TempDir private Path folder;

  @Test
  void whatWasWrittenIsRead() throws Exception {
    RouterArchive archive = read(written(EXPORT));

    assertThat(archive.names())
        .containsExactly(
            "nas_Core_10.0.0.1.rsc",
            "nas_Core_10.0.0.1.backup",
            "nas_Core_10.0.0.1.diff",
            "router.json");
    assertThat(archive.export().orElseThrow().header().version()).isEqualTo("7.16");
    assertThat(archive.facts()).contains(facts(EXPORT));
  }

  @Test
  void theSameContentMakesTheSameBytes() throws Exception {
    assertThat(written(EXPORT)).isEqualTo(written(EXPORT));
    assertThat(Arrays.copyOfRange(written(EXPORT), 4, 8)).as("time of gzip").containsOnly(0);
  }

  @Test
  void aRouterThatFailedHasAReasonAndNoExport() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RouterArchiveWriter writer = new RouterArchiveWriter(out, "Core", "10.0.0.1", TIME);
    writer.failed("The router refused the login.");
    writer.facts(
        new ArchiveFacts(
            ArchiveFacts.VERSION,
            "Core",
            "10.0.0.1",
            TIME.toString(),
            null,
            null,
            null,
            new Failure(ErrorCode.Internal, "The router refused the login.")));
    writer.finish();
    RouterArchive archive = read(out.toByteArray());

    assertThat(archive.names()).containsExactly("nas_Core_10.0.0.1.rsc.ERROR", "router.json");
    assertThat(archive.export()).isEmpty();
  }

  @Test
  void everyCutAndEveryChangedBitIsRefused() throws Exception {
    byte[] whole = written(EXPORT);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut))
          .as("cut to %d", length)
          .isInstanceOf(AgentException.class);
    }
    int unnoticed = 0;
    // The header of gzip has bytes that say nothing: time, system.
    for (int bit = 80; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      unnoticed += isReadAsItWas(flipped) ? 1 : 0;
    }
    // Deflate has bits that nothing depends on: codes that do not occur, the rest of the last byte.
    assertThat(unnoticed).isLessThan(8 * whole.length / 100);
  }

  private boolean isReadAsItWas(byte[] archive) throws Exception {
    try {
      RouterArchive read = read(archive);
      assertThat(unpacked(archive)).isEqualTo(unpacked(written(EXPORT)));
      assertThat(read.facts()).contains(facts(EXPORT));
      return true;
    } catch (AgentException e) {
      return false;
    }
  }

  @Test
  void refusesAnotherKindOfFile() {
    assertRefused(EXPORT.getBytes(StandardCharsets.UTF_8), ErrorCode.NotABackupFile, "gzip");
    assertRefused(
        tar(out -> out.writeBytes(EXPORT.repeat(20).getBytes(StandardCharsets.UTF_8))),
        ErrorCode.WrongKeyOrDamaged,
        "header");
  }

  @Test
  void refusesNamesThatLeadElsewhere() {
    for (String name : new String[] {"../x.rsc", "/etc/x.rsc", "a/b.rsc", "..", "a\\b", "a\nb"}) {
      assertRefused(tar(out -> entry(out, name, "x")), ErrorCode.NameInvalid, "refused");
    }
  }

  @Test
  void refusesLinksAndDevices() {
    for (char type : "12346LK".toCharArray()) {
      assertRefused(
          tar(out -> out.writeBytes(withType(TarHeader.ofFile("x.rsc", 0, 0), type))),
          ErrorCode.NotABackupFile,
          "no file");
    }
  }

  @Test
  void foldersAndExtendedHeadersOfOtherWritersAreSkipped() throws Exception {
    RouterArchive archive =
        read(
            tar(
                out -> {
                  out.writeBytes(withType(TarHeader.ofFile("./", 0, 0), '5'));
                  out.writeBytes(withType(TarHeader.ofFile("PaxHeader", 10, 0), 'x'));
                  out.writeBytes(new byte[TarHeader.BLOCK]);
                  entry(out, "./nas_a_b.rsc", EXPORT);
                }));

    assertThat(archive.names()).containsExactly("nas_a_b.rsc");
    assertThat(archive.export()).isPresent();
    assertThat(archive.facts()).isEmpty();
  }

  @Test
  void refusesExportsOfMoreThanOneRouterAndNamesThatAreThereTwice() {
    assertRefused(
        tar(
            out -> {
              entry(out, "a.rsc", EXPORT);
              entry(out, "b.rsc", EXPORT);
            }),
        ErrorCode.NotABackupFile,
        "more than one router");
    assertRefused(
        tar(
            out -> {
              entry(out, "a.diff", "x");
              entry(out, "a.diff", "y");
            }),
        ErrorCode.WrongKeyOrDamaged,
        "two files");
  }

  @Test
  void refusesMoreThanAnArchiveCanHold() {
    assertRefused(
        tar(
            out -> {
              for (int i = 0; i < 17; i++) {
                entry(out, "file" + i, "x");
              }
            }),
        ErrorCode.FormatLimitExceeded,
        "16 entries");
    assertRefused(
        tar(out -> out.writeBytes(TarHeader.ofFile("x.backup", 2L << 30, 0))),
        ErrorCode.FormatLimitExceeded,
        "larger");
    assertRefused(
        tar(out -> entry(out, RouterFileNames.FACTS, " ".repeat(2 << 20))),
        ErrorCode.FormatLimitExceeded,
        "facts");
  }

  @Test
  void aBombIsReadToALimitOnly() {
    InputStream zeros =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            Arrays.fill(bytes, offset, offset + length, (byte) 0);
            return length;
          }
        };

    assertThatThrownBy(() -> new TarReader("a.tar.gz", zeros, 1 << 20).next())
        .isInstanceOfSatisfying(
            AgentException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FormatLimitExceeded));
  }

  @Test
  void anExportThatIsNotTheOneDescribedIsRefused() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RouterArchiveWriter writer = new RouterArchiveWriter(out, "Core", "10.0.0.1", TIME);
    writer.export(file("export", EXPORT));
    writer.facts(facts(EXPORT + "another"));
    writer.finish();

    assertRefused(out.toByteArray(), ErrorCode.WrongKeyOrDamaged, "facts describe");
  }

  @Test
  void anUnfinishedArchiveIsRefused() throws Exception {
    byte[] whole = unpacked(written(EXPORT));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(whole, 0, whole.length - 2 * TarHeader.BLOCK);
    }

    assertRefused(out.toByteArray(), ErrorCode.FileTruncated, "too early");
  }

  @Test
  void aStreamThatFailsIsNotADamagedFile() throws Exception {
    InputStream broken = InputStream.nullInputStream();
    broken.close();

    assertThatThrownBy(() -> RouterArchive.read("a.tar.gz", broken))
        .isInstanceOf(IOException.class)
        .hasMessage("Stream closed");
  }

  private byte[] written(String export) throws IOException, AgentException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RouterArchiveWriter writer = new RouterArchiveWriter(out, "Core", "10.0.0.1", TIME);
    writer.export(file("export", export));
    writer.backup(file("backup", "b".repeat(512)));
    writer.diff(file("diff", "@@ -1 +1 @@\n"));
    writer.facts(facts(export));
    writer.finish();
    return out.toByteArray();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static ArchiveFacts facts(String export) {
    byte[] bytes = export.getBytes(StandardCharsets.UTF_8);
    Sha256 hash = new Sha256();
    hash.update(bytes, 0, bytes.length);
    return new ArchiveFacts(
        ArchiveFacts.VERSION,
        "Core",
        "10.0.0.1",
        TIME.toString(),
        new ArchiveFacts.Device("Core", "RB4011iGS+", "D4440C12AB34", "AB", "7.16", "arm", "3w4d"),
        new ArchiveFacts.Export("nas_Core_10.0.0.1.rsc", bytes.length, hash.hex(), "n"),
        new ArchiveFacts.Changes(
            "mikrotik_Core_20261125_030405.tar.gz", 1, 0, "1 line added in /x"),
        null);
  }

  private static byte[] tar(Consumer<ByteArrayOutputStream> entries) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    entries.accept(tar);
    tar.writeBytes(new byte[2 * TarHeader.BLOCK]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      tar.writeTo(gzip);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static void entry(ByteArrayOutputStream out, String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(TarHeader.ofFile(name, bytes.length, 0));
    out.writeBytes(Arrays.copyOf(bytes, (bytes.length + 511) / 512 * 512));
  }

  /** Another type, with the sum that belongs to it. */
  private static byte[] withType(byte[] header, char type) {
    int sum = Integer.parseInt(new String(header, 148, 6, StandardCharsets.US_ASCII), 8);
    byte[] changed = header.clone();
    String octal = "%06o".formatted(sum - header[156] + type);
    System.arraycopy(octal.getBytes(StandardCharsets.US_ASCII), 0, changed, 148, 6);
    changed[156] = (byte) type;
    return changed;
  }

  private static byte[] unpacked(byte[] archive) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
      return in.readAllBytes();
    }
  }

  private static RouterArchive read(byte[] archive) throws IOException, AgentException {
    return RouterArchive.read("a.tar.gz", new ByteArrayInputStream(archive));
  }

  private static void assertRefused(byte[] archive, ErrorCode code, String part) {
    assertThatThrownBy(() -> read(archive))
        .isInstanceOfSatisfying(AgentException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(part);
  }
}
