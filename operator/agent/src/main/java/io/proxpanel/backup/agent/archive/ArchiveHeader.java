package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands before the table of contents.
 *
 * @param version of the format
 * @param intSize bytes of a number after its sign
 * @param offsetSize bytes of a file position after its state
 * @param compression of the data
 * @param database that was dumped
 * @param serverVersion as the dumped server said it
 * @param dumpVersion version of the pg_dump
 * @param entries how many entries the table of contents has
 */
public record ArchiveHeader(
    ArchiveVersion version,
    int intSize,
    int offsetSize,
    Compression compression,
    String database,
    String serverVersion,
    String dumpVersion,
    int entries) {

  private static final byte[] MAGIC = "PGDMP".getBytes(StandardCharsets.US_ASCII);
  private static final int CUSTOM_FORMAT = 1;
  private static final int DATE_FIELDS = 7;
  private static final int MAX_ENTRIES = 100_000_000;

  /** How the data blocks are compressed. */
  public enum Compression {
    /** Not at all. */
    NONE,
    /** One zlib stream by table or large object. */
    GZIP,
    /** LZ4 frames. */
    LZ4,
    /** Zstandard frames. */
    ZSTD
  }

  /**
   * Reads the header.
   *
   * @throws AgentException {@code NotAnArchive}, or {@code PgRestoreTooOld} when the archive is of
   *     a version that came after this program
   */
  static ArchiveHeader read(ByteCursor in) throws AgentException, ByteCursor.Underflow {
    if (!Arrays.equals(in.bytes(MAGIC.length), MAGIC)) {
      throw notAnArchive("it does not start with PGDMP");
    }
    ArchiveVersion version = new ArchiveVersion(in.readByte(), in.readByte());
    in.readByte();
    requireKnown(version);
    int intSize = in.readByte();
    int offsetSize = in.readByte();
    if (intSize != Integer.BYTES || offsetSize < 1 || offsetSize > Long.BYTES) {
      throw notAnArchive("its numbers have " + intSize + " and " + offsetSize + " bytes");
    }
    int format = in.readByte();
    if (format != CUSTOM_FORMAT) {
      throw notAnArchive("its format is " + format + " and not the custom one, pg_dump -Fc");
    }
    Compression compression = readCompression(version, in);
    for (int i = 0; i < DATE_FIELDS; i++) {
      in.readInt();
    }
    String database = in.readString();
    String server = in.readString();
    String dump = in.readString();
    int entries = in.readInt();
    if (entries < 0 || entries > MAX_ENTRIES) {
      throw notAnArchive("its table of contents would have " + entries + " entries");
    }
    return new ArchiveHeader(
        version, intSize, offsetSize, compression, database, server, dump, entries);
  }

  private static void requireKnown(ArchiveVersion version) throws AgentException {
    if (version.compareTo(ArchiveVersion.NEWEST) > 0) {
      throw new AgentException(
          ErrorCode.PgRestoreTooOld,
          "The archive has version "
              + version
              + " and this agent knows versions up to "
              + ArchiveVersion.NEWEST
              + ": use a newer image of the agent.");
    }
    if (version.compareTo(ArchiveVersion.OLDEST) < 0) {
      throw notAnArchive(
          "its version "
              + version
              + " is older than "
              + ArchiveVersion.OLDEST
              + ", which PostgreSQL 12 brought");
    }
  }

  private static Compression readCompression(ArchiveVersion version, ByteCursor in)
      throws AgentException, ByteCursor.Underflow {
    if (version.compareTo(ArchiveVersion.COMPRESSION_BYTE) < 0) {
      return in.readInt() == 0 ? Compression.NONE : Compression.GZIP;
    }
    int algorithm = in.readByte();
    if (algorithm >= Compression.values().length) {
      throw notAnArchive("its compression " + algorithm + " is unknown");
    }
    return Compression.values()[algorithm];
  }

  static AgentException notAnArchive(String why) {
    return new AgentException(
        ErrorCode.NotAnArchive,
        "What is inside the file is not an archive of pg_dump: "
            + why
            + "; the file was encrypted from something else.");
  }
}
