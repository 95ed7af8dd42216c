package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads an archive while its bytes pass, in constant memory: what it holds, and whether every entry
 * of its table of contents that must have data got it. The format has neither a trailer nor a
 * checksum, so a dump that was cut between two blocks looks whole until this has been asked.
 *
 * <p>An error is thrown by {@link #write} as an IOException whose cause is the {@link
 * AgentException}; {@link #summary} says the rest at the end.
 */
public final class ArchiveScanner extends OutputStream {
  private final TocParser toc = new TocParser(new Collector());
  private final Map<Integer, TableData> expected = new LinkedHashMap<>();
  private final Map<String, String> firstBySchema = new LinkedHashMap<>();
  private final ArchiveContents.Builder contents = new ArchiveContents.Builder();
  private DataBlocks blocks;
  private int tables;
  private int tablesWithData;

  /** An entry whose data must come. */
  private record TableData(String name, boolean copied) {}

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      int consumed = 0;
      if (blocks == null) {
        consumed = toc.accept(bytes, offset, length);
        if (toc.done()) {
          blocks = new DataBlocks(toc.header(), this::nameOfBlock, this::isCopied, contents::rows);
        }
      }
      if (blocks != null) {
        blocks.accept(bytes, offset + consumed, length - consumed);
      }
    } catch (AgentException e) {
      throw e.asIOException();
    }
  }

  /**
   * What the archive holds, once all of it was written.
   *
   * @throws AgentException {@code NotAnArchive} when it is none, {@code ArchiveIncomplete} when its
   *     end is missing
   */
  public ArchiveSummary summary() throws AgentException {
    if (toc.header() == null) {
      throw ArchiveHeader.notAnArchive("it ends before its header does");
    }
    if (blocks == null) {
      throw incomplete(
          "its table of contents ends "
              + toc.entriesLeft()
              + " entries before the "
              + toc.header().entries()
              + " that it announces");
    }
    blocks.requireEnd();
    if (!expected.isEmpty()) {
      String first = expected.values().iterator().next().name();
      throw incomplete(
          "the data of "
              + first
              + " is missing"
              + (expected.size() == 1 ? "" : ", and of " + (expected.size() - 1) + " more"));
    }
    return new ArchiveSummary(
        toc.header(),
        tables,
        tablesWithData,
        blocks.largeObjects(),
        blocks.rows(),
        new SchemasOfArchive(firstBySchema),
        contents.build());
  }

  private String nameOfBlock(int dumpId) throws AgentException {
    TableData data = expected.get(dumpId);
    if (data == null) {
      throw incomplete("a block of data belongs to no entry of its table of contents");
    }
    return data.name();
  }

  /** The entry has got its block; whether that is text for COPY. */
  private boolean isCopied(int dumpId) {
    TableData data = expected.remove(dumpId);
    return data != null && data.copied();
  }

  static AgentException incomplete(String why) {
    return new AgentException(
        ErrorCode.ArchiveIncomplete,
        "The archive is incomplete or damaged: " + why + "; do not rely on this file.");
  }

  private final class Collector implements TocParser.Handler {
    @Override
    public void header(ArchiveHeader header, byte[] raw) {
      // What is of interest stays with the parser.
    }

    @Override
    public void entry(TocEntry entry) {
      contents.add(entry);
      SchemasOfArchive.schemaOf(entry)
          .ifPresent(
              schema ->
                  firstBySchema.computeIfAbsent(
                      schema, missing -> entry.kind() + " " + entry.name()));
      if ("TABLE".equals(entry.kind())) {
        tables++;
      }
      if (entry.hasData()) {
        expected.put(entry.dumpId(), new TableData(entry.name(), entry.copied()));
        if ("TABLE DATA".equals(entry.kind())) {
          tablesWithData++;
        }
      }
    }
  }
}
