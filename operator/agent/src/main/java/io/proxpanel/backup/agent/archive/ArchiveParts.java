package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The table of contents of an archive that is read, and how to write another archive with a part of
 * it. Its definitions are kept in memory, but for long ones; its data is not.
 */
public final class ArchiveParts {
  private static final int NUMBER = 1 + Integer.BYTES;
  private static final int PIECE = 64 * 1024;

  private final ArchiveHeader header;
  private final byte[] headerBytes;
  private final List<Kept> kept;
  private final InputStream rest;
  private final ArchiveSource again;

  /** Which part of a restore an entry belongs to. */
  public enum Section {
    /** Goes with the entries around it. */
    NONE,
    /** Before the data. */
    PRE_DATA,
    /** Data. */
    DATA,
    /** After the data. */
    POST_DATA
  }

  /**
   * An entry.
   *
   * @param dumpId number of the entry
   * @param kind in pg_dump's words
   * @param namespace schema, or null
   * @param tag name of the object
   * @param section when it is restored
   * @param definition the statement that makes the object, empty where there is none; of a long one
   *     the beginning
   * @param copyStatement the statement that takes its data, or null; as the definition it has one
   *     char for each byte
   * @param dependencies numbers of entries that it needs
   * @param hasData whether a block of data must follow
   * @param raw its bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; the bytes pass as they are
  public record Entry(
      int dumpId,
      String kind,
      String namespace,
      String tag,
      Section section,
      String definition,
      String copyStatement,
      List<Integer> dependencies,
      boolean hasData,
      byte[] raw) {

    /** Name for people. */
    public String name() {
      return namespace == null || namespace.isEmpty() ? tag : namespace + "." + tag;
    }
  }

  /**
   * An entry, and what it takes to write it.
   *
   * @param index how many entries came before it in the archive
   * @param toc itself, where its definition is too long to be held; else null
   */
  private record Kept(Entry entry, int index, TocEntry toc) {}

  private ArchiveParts(Collector collector, InputStream rest, ArchiveSource again) {
    this.header = collector.header;
    this.headerBytes = collector.raw;
    this.kept = List.copyOf(collector.kept);
    this.rest = rest;
    this.again = again;
  }

  /**
   * Reads an archive to where its data begins.
   *
   * @param edits what to change in the entries
   * @param again the same archive, from which long definitions are written
   * @throws AgentException {@code NotAnArchive}, {@code ArchiveIncomplete}
   */
  public static ArchiveParts read(InputStream in, EntryEdits edits, ArchiveSource again)
      throws AgentException, IOException {
    Collector collector = new Collector(edits);
    TocParser toc = new TocParser(collector);
    byte[] buffer = new byte[PIECE];
    int length = 0;
    int consumed = 0;
    while (!toc.done()) {
      length = in.read(buffer);
      if (length < 0) {
        throw ArchiveScanner.incomplete("it ends before its data begins");
      }
      consumed = toc.accept(buffer, 0, length);
    }
    InputStream rest =
        new SequenceInputStream(
            new ByteArrayInputStream(Arrays.copyOfRange(buffer, consumed, length)), in);
    return new ArchiveParts(collector, rest, again);
  }

  /** What stands before it. */
  public ArchiveHeader header() {
    return header;
  }

  /** All of it, in its order. */
  public List<Entry> entries() {
    return kept.stream().map(Kept::entry).toList();
  }

  /** The data that follows; to be read once. */
  public ArchiveData data() {
    return new ArchiveData(header, rest);
  }

  /** Writes an archive's head with some of the entries. */
  public void write(OutputStream out, Predicate<Entry> wanted) throws AgentException, IOException {
    List<Kept> chosen = kept.stream().filter(each -> wanted.test(each.entry())).toList();
    byte[] head = headerBytes.clone();
    ByteCursor.putInt(head, head.length - NUMBER, chosen.size());
    out.write(head);
    Writer writer = new Writer(out, chosen);
    if (chosen.stream().anyMatch(each -> each.toc() != null)) {
      try (InputStream in = again.open()) {
        writer.readAgain(in);
      }
    }
    writer.writeHeld();
  }

  /** Writes entries, and reads the archive again for what is not held of them. */
  private static final class Writer implements TocParser.Handler {
    private final OutputStream out;
    private final Deque<Kept> left;
    private LongEntryWriter current;

    Writer(OutputStream out, List<Kept> chosen) {
      this.out = out;
      this.left = new ArrayDeque<>(chosen);
    }

    void readAgain(InputStream in) throws AgentException, IOException {
      TocParser toc = new TocParser(this);
      byte[] buffer = new byte[PIECE];
      writeHeld();
      while (!left.isEmpty()) {
        int n = in.read(buffer);
        if (n < 0 || toc.done()) {
          throw ArchiveScanner.incomplete(LongEntryScout.CHANGED);
        }
        toc.accept(buffer, 0, n);
      }
    }

    /** Writes what comes before the next one that is not held. */
    void writeHeld() throws IOException {
      while (!left.isEmpty() && left.peek().toc() == null) {
        out.write(left.remove().entry().raw());
      }
    }

    @Override
    public void header(ArchiveHeader header, byte[] raw) {
      // Written already.
    }

    @Override
    public void skipped(int index, byte[] bytes, int offset, int length) throws IOException {
      if (!left.isEmpty() && left.peek().index() == index) {
        if (current == null) {
          current = LongEntryWriter.begin(left.peek().toc(), out);
        }
        current.pass(bytes, offset, length);
      }
    }

    @Override
    public void entry(TocEntry entry) throws IOException {
      if (current != null) {
        current.end();
        current = null;
        left.remove();
        writeHeld();
      }
    }
  }

  private static final class Collector implements TocParser.Handler {
    private final EntryEdits edits;
    private final List<Kept> kept = new ArrayList<>();
    private ArchiveHeader header;
    private byte[] raw;
    private int index;

    Collector(EntryEdits edits) {
      this.edits = edits;
    }

    @Override
    public void header(ArchiveHeader header, byte[] raw) {
      this.header = header;
      this.raw = raw;
    }

    @Override
    public void entry(TocEntry entry) throws AgentException {
      Optional<TocEntry> edited = LongEntryWriter.edited(entry, edits);
      if (edited.isPresent()) {
        TocEntry toc = edited.get();
        kept.add(new Kept(parse(toc), index, toc.cut() == null ? null : toc));
      }
      index++;
    }

    private Entry parse(TocEntry toc) {
      try {
        ByteCursor in = new ByteCursor(toc.raw(), 0, toc.raw().length);
        in.readInt();
        in.readInt();
        skip(in, 4);
        Section section = section(in.readInt());
        // Definition, its drop, its COPY, schema, tablespace, access method.
        skip(in, 6);
        if (header.version().compareTo(ArchiveVersion.RELKIND) >= 0) {
          in.readInt();
        }
        skip(in, 2);
        return new Entry(
            toc.dumpId(),
            toc.kind(),
            toc.namespace(),
            toc.tag(),
            section,
            toc.text(TocEntry.Part.DEFINITION),
            toc.copied() ? toc.text(TocEntry.Part.COPY) : null,
            dependencies(in),
            toc.hasData(),
            toc.raw());
      } catch (ByteCursor.Underflow e) {
        throw new IllegalStateException("an entry was whole before", e);
      }
    }

    private static void skip(ByteCursor in, int strings) throws ByteCursor.Underflow {
      for (int i = 0; i < strings; i++) {
        in.skipString();
      }
    }

    private static List<Integer> dependencies(ByteCursor in) throws ByteCursor.Underflow {
      List<Integer> ids = new ArrayList<>();
      String id = in.readString();
      while (id != null) {
        // Anything else is damage that pg_restore will meet.
        if (id.matches("\\d{1,9}")) {
          ids.add(Integer.valueOf(id));
        }
        id = in.readString();
      }
      return List.copyOf(ids);
    }

    private static Section section(int number) {
      return switch (number) {
        case 2 -> Section.PRE_DATA;
        case 3 -> Section.DATA;
        case 4 -> Section.POST_DATA;
        default -> Section.NONE;
      };
    }
  }
}
