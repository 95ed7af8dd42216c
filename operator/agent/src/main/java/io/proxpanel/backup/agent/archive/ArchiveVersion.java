package io.proxpanel.backup.agent.archive;

/**
 * Version of the archive format.
 *
 * @param major 1 since 1999
 * @param minor 14 for PostgreSQL 12 to 15, 15 for 16, 16 for 17 and 18
 */
public record ArchiveVersion(int major, int minor) implements Comparable<ArchiveVersion> {
  /** The oldest that is read. */
  static final ArchiveVersion OLDEST = new ArchiveVersion(1, 14);

  /** One byte for the compression instead of an Int. */
  static final ArchiveVersion COMPRESSION_BYTE = new ArchiveVersion(1, 15);

  /** Every entry has the relation's kind. */
  static final ArchiveVersion RELKIND = new ArchiveVersion(1, 16);

  /** The newest that is read. */
  static final ArchiveVersion NEWEST = RELKIND;

  /** The oldest PostgreSQL major whose pg_restore reads this version. */
  public int oldestReader() {
    return switch (minor) {
      case 14 -> 12;
      case 15 -> 16;
      default -> 17;
    };
  }

  @Override
  public int compareTo(ArchiveVersion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
