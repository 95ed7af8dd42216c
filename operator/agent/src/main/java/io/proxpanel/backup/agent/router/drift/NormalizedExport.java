package io.proxpanel.backup.agent.router.drift;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A router's export without what changes by itself: the time in its header, how lines were broken,
 * notes on the state of things ({@code # poe-out status: short_circuit}, {@code # inactive time}),
 * and the order of sections, and of items where it means nothing ({@link SectionOrder}). Version,
 * model and serial number stay: another of these is a change that somebody wants to hear of.
 *
 * <p>Notes are all the comment lines below the header. RouterOS writes what people comment as
 * {@code comment=}, and leaves comment lines out when it reads an export back, so that no line of
 * these is configuration.
 */
public final class NormalizedExport {
  /** The longest export that is read, in bytes. */
  public static final long MAX_BYTES = 64L << 20;

  /**
   * How much memory one of two that are compared may take, in bytes: that is some fifty thousand
   * commands, and an eighth of what the agent's process has.
   */
  public static final long MAX_HELD = 8L << 20;

  /** Of a line that is compared: a script has less. */
  private static final int LONGEST_LINE = 256 * 1024;

  private final ExportHeader header;
  private final List<ExportSection> sections;
  private final int size;
  private final List<String> unexported;
  private final boolean interrupted;
  private final boolean tooLarge;
  private final String sha256;

  NormalizedExport(
      ExportHeader header,
      List<ExportSection> sections,
      int size,
      List<String> unexported,
      boolean interrupted,
      boolean tooLarge) {
    this.header = header;
    this.sections = List.copyOf(sections);
    this.size = size;
    this.unexported = List.copyOf(unexported);
    this.interrupted = interrupted;
    this.tooLarge = tooLarge;
    this.sha256 = tooLarge ? null : hash(sections);
  }

  /**
   * Reads an export in any character set.
   *
   * @param in is read to its end and not closed
   * @throws AgentException {@code FormatLimitExceeded} when it is longer than {@link #MAX_BYTES}
   */
  public static NormalizedExport read(InputStream in) throws IOException, AgentException {
    return read(in, Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * The same in no more memory than {@link #MAX_HELD}: of an export that needs more, which {@link
   * #isTooLarge} tells, only the header is kept, and what the router says of its wholeness.
   *
   * @throws AgentException {@code FormatLimitExceeded} when it is longer than {@link #MAX_BYTES}
   */
  public static NormalizedExport readBounded(InputStream in) throws IOException, AgentException {
    return read(in, MAX_HELD, LONGEST_LINE);
  }

  private static NormalizedExport read(InputStream in, long mostHeld, int longestLine)
      throws IOException, AgentException {
    ExportLines lines =
        new ExportLines(new BufferedInputStream(in, 1 << 14), MAX_BYTES, longestLine);
    ExportReader reader = new ExportReader(mostHeld);
    String line = lines.next();
    while (line != null) {
      if (lines.hasCut()) {
        reader.countOnly();
      }
      reader.line(line);
      line = lines.next();
    }
    return reader.done();
  }

  /** {@link #readBounded(InputStream)} of a file. */
  public static NormalizedExport readBounded(Path file) throws IOException, AgentException {
    try (InputStream in = Files.newInputStream(file)) {
      return readBounded(in);
    }
  }

  /**
   * Reads a file.
   *
   * @throws AgentException {@code FormatLimitExceeded} when it is longer than {@link #MAX_BYTES}
   */
  public static NormalizedExport read(Path file) throws IOException, AgentException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /** What its first lines say. */
  public ExportHeader header() {
    return header;
  }

  /** All sections by their path, the header first. */
  public List<ExportSection> sections() {
    return sections;
  }

  /** One section. */
  public Optional<ExportSection> section(String path) {
    return sections.stream().filter(section -> section.path().equals(path)).findFirst();
  }

  /** How many items stand in menus. None: this is no export of a router, or an empty one. */
  public int size() {
    return size;
  }

  /** Whether it takes more memory than there was for it, so that its items are not known. */
  public boolean isTooLarge() {
    return tooLarge;
  }

  /**
   * Menus that the router could not export ({@code #error exporting "/ip/socks" (timeout)}), which
   * some routers say of menus that they do not have. Nothing is known of these.
   */
  public List<String> unexported() {
    return unexported;
  }

  /** Whether the router says that it did not finish ({@code #interrupted}): not a whole export. */
  public boolean interrupted() {
    return interrupted;
  }

  /**
   * The hash of the normalised text, hexadecimal: equal for equal configurations; null of one that
   * is too large.
   */
  public String sha256() {
    return sha256;
  }

  private static String hash(List<ExportSection> sections) {
    Sha256 hash = new Sha256();
    for (ExportSection section : sections) {
      if (!section.path().isEmpty()) {
        add(hash, section.path());
      }
      section.items().forEach(item -> add(hash, item));
    }
    return hash.hex();
  }

  private static void add(Sha256 hash, String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.ISO_8859_1);
    hash.update(bytes, 0, bytes.length);
  }
}
