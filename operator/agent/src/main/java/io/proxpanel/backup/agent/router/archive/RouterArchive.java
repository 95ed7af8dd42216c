package io.proxpanel.backup.agent.router.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.SingleByte;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.format.Sha256;
import io.proxpanel.backup.agent.router.drift.NormalizedExport;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** What stands in the archive of one router. Nothing is unpacked to a disk. */
public final class RouterArchive {
  /** The largest archive of a router, unpacked: a binary backup of a full flash. */
  private static final long MAX_BYTES = 1L << 30;

  private static final int MAX_FACTS = 1 << 20;

  private final String fileName;
  private final boolean bounded;
  private final List<String> names = new ArrayList<>();
  private NormalizedExport export;
  private String exportSha256;
  private ArchiveFacts facts;

  private RouterArchive(String fileName, boolean bounded) {
    this.fileName = fileName;
    this.bounded = bounded;
  }

  /**
   * Reads one to its end, so that its checksum was compared.
   *
   * @param fileName for sentences
   * @param in is not closed
   * @throws AgentException {@code NotABackupFile} for another kind of file; {@code FileTruncated};
   *     {@code WrongKeyOrDamaged} when a byte was changed; {@code NameInvalid} when an entry has a
   *     folder; {@code FormatLimitExceeded} when it is larger than such a file can be
   * @throws IOException when reading fails
   */
  public static RouterArchive read(String fileName, InputStream in)
      throws IOException, AgentException {
    return read(fileName, in, false);
  }

  /**
   * The same in no more memory than a part of what a Job has: see {@link
   * NormalizedExport#readBounded}.
   */
  public static RouterArchive readBounded(String fileName, InputStream in)
      throws IOException, AgentException {
    return read(fileName, in, true);
  }

  private static RouterArchive read(String fileName, InputStream in, boolean bounded)
      throws IOException, AgentException {
    RouterArchive archive = new RouterArchive(fileName, bounded);
    InputStream unpacked = archive.unpack(in);
    try {
      archive.entries(new TarReader(fileName, unpacked, MAX_BYTES));
    } catch (EOFException e) {
      throw new AgentException(
          ErrorCode.FileTruncated,
          "The router archive \"" + fileName + "\" ends too early. Use another archive.",
          e);
    } catch (ZipException e) {
      throw archive.damaged("its compression does not fit its checksum", e);
    }
    archive.compareHashes();
    return archive;
  }

  /** The names of its files. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** The configuration; none in the archive of a router that failed. */
  public Optional<NormalizedExport> export() {
    return Optional.ofNullable(export);
  }

  /** What was known of the router; none in an archive of a panel. */
  public Optional<ArchiveFacts> facts() {
    return Optional.ofNullable(facts);
  }

  private InputStream unpack(InputStream in) throws IOException, AgentException {
    try {
      return new GZIPInputStream(new BufferedInputStream(in), 1 << 16);
    } catch (ZipException | EOFException e) {
      throw new AgentException(
          ErrorCode.NotABackupFile,
          "The file \""
              + fileName
              + "\" is not a router archive: it is not compressed by gzip. Name a file"
              + " mikrotik_….tar.gz that a backup has written.",
          e);
    }
  }

  private void entries(TarReader tar) throws IOException, AgentException {
    TarHeader header = tar.next();
    while (header != null) {
      String name = header.name().startsWith("./") ? header.name().substring(2) : header.name();
      FileNames.requireBaseName(name);
      if (names.contains(name)) {
        throw damaged("it has two files \"" + name + "\"", null);
      }
      names.add(name);
      if (name.equals(RouterFileNames.FACTS)) {
        readFacts(header, tar.content());
      } else if (name.endsWith(RouterFileNames.EXPORT)) {
        readExport(tar.content());
      }
      header = tar.next();
    }
  }

  private void readFacts(TarHeader header, InputStream in) throws IOException, AgentException {
    if (header.size() > MAX_FACTS) {
      throw new AgentException(
          ErrorCode.FormatLimitExceeded,
          "The router archive \"" + fileName + "\" is refused: its facts are too long.");
    }
    try {
      facts = Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), ArchiveFacts.class);
    } catch (JsonProcessingException e) {
      throw damaged("its " + RouterFileNames.FACTS + " cannot be read", e);
    }
  }

  private void readExport(InputStream in) throws IOException, AgentException {
    if (export != null) {
      throw new AgentException(
          ErrorCode.NotABackupFile,
          "The router archive \""
              + fileName
              + "\" has exports of more than one router, of which none can be chosen: pack one of"
              + " them into an archive of its own.");
    }
    HashedStream hashed = new HashedStream(in);
    export = bounded ? NormalizedExport.readBounded(hashed) : NormalizedExport.read(hashed);
    exportSha256 = hashed.hash.hex();
  }

  private void compareHashes() throws AgentException {
    String expected = facts == null || facts.export() == null ? null : facts.export().sha256();
    if (expected != null && !expected.equals(exportSha256)) {
      throw damaged("its export is not the one that its facts describe", null);
    }
  }

  private AgentException damaged(String why, Exception cause) {
    return new AgentException(
        ErrorCode.WrongKeyOrDamaged,
        "The router archive \"" + fileName + "\" is damaged: " + why + ". Use another archive.",
        cause);
  }

  private static final class HashedStream extends FilterInputStream {
    private final Sha256 hash = new Sha256();

    HashedStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return SingleByte.of(this);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      if (read > 0) {
        hash.update(bytes, offset, read);
      }
      return read;
    }
  }
}
