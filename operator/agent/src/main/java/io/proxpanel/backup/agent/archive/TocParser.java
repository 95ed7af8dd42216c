package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Takes the head of an archive, in pieces of any size, apart into header and entries. What it holds
 * is bounded, whatever the lengths in the archive say: of a long definition the beginning, while
 * the rest is looked at as it passes.
 */
final class TocParser {
  /** A definition that is longer is not held. */
  static final int LONG = 256 * 1024;

  /** How much of a long definition is held. */
  static final int KEPT = 16 * 1024;

  /** No names and dependencies of an entry are longer; what is beyond is damage. */
  private static final int MAX_HELD = 4 * 1024 * 1024;

  private static final int NUMBER = 1 + Integer.BYTES;
  private static final int PIECE = 64 * 1024;

  /** Gets the parts as soon as they are whole. */
  interface Handler {
    /** The header; {@code raw} are its bytes, the number of entries included. */
    void header(ArchiveHeader header, byte[] raw) throws AgentException, IOException;

    /** The next entry. */
    void entry(TocEntry entry) throws AgentException, IOException;

    /**
     * A piece of what is not held of a long definition; its entry follows.
     *
     * @param index how many entries came before
     */
    default void skipped(int index, byte[] bytes, int offset, int length)
        throws AgentException, IOException {
      // Who does not pass it on needs to know no more of it than the entry says.
    }
  }

  /** The fields of an entry, in their order. */
  private enum Field {
    DUMP_ID(false),
    HAD_DUMPER(false),
    TABLE_OID(true),
    OID(true),
    TAG(true),
    KIND(true),
    SECTION(false),
    DEFINITION(true),
    DROP(true),
    COPY(true),
    NAMESPACE(true),
    TABLESPACE(true),
    ACCESS_METHOD(true),
    RELATION_KIND(false),
    OWNER(true),
    WITH_OIDS(true),
    DEPENDENCY(true),
    OFFSET(false);

    private final boolean text;

    Field(boolean text) {
      this.text = text;
    }
  }

  private static final List<Field> FIELDS = List.of(Field.values());

  private final Handler handler;
  private byte[] held = new byte[PIECE];
  private int length;
  private ArchiveHeader header;
  private int entriesLeft;
  private Iterator<Field> fields;
  private Field field;

  /** Where the bytes that are being waited for begin and end. */
  private int start;

  private int end;

  /** Whether they are a text, whose length has come. */
  private boolean inText;

  private String tag = "";
  private String kind = "";

  /** Of a long definition, as long as it comes. */
  private LongDefinition.Search search;

  private int definition;
  private int skip;
  private LongDefinition cut;

  TocParser(Handler handler) {
    this.handler = handler;
  }

  /** Whether the table of contents has come to its end. */
  boolean done() {
    return header != null && entriesLeft == 0;
  }

  /** The header, or null as long as it is not here. */
  ArchiveHeader header() {
    return header;
  }

  /** Entries that have not come yet; meaningful once the header is here. */
  int entriesLeft() {
    return entriesLeft;
  }

  /**
   * Takes bytes.
   *
   * @return how many belong to the head; fewer than offered only when it has come to its end
   * @throws AgentException {@code NotAnArchive} as soon as the bytes cannot be one
   */
  int accept(byte[] bytes, int offset, int count) throws AgentException, IOException {
    int taken = 0;
    while (taken < count && !done()) {
      int from = offset + taken;
      int here = count - taken;
      if (header == null) {
        taken += takeHeader(bytes, from, here);
      } else if (skip > 0) {
        taken += pass(bytes, from, Math.min(here, skip));
      } else {
        int n = Math.min(here, end - length);
        hold(bytes, from, n);
        taken += n;
        if (length == end) {
          arrived();
        }
      }
    }
    if (done()) {
      held = new byte[0];
    }
    return taken;
  }

  private int takeHeader(byte[] bytes, int offset, int count) throws AgentException, IOException {
    int had = length;
    hold(bytes, offset, count);
    ByteCursor in = new ByteCursor(held, 0, length);
    try {
      header = ArchiveHeader.read(in);
    } catch (ByteCursor.Underflow e) {
      if (length > MAX_HELD) {
        throw ArchiveHeader.notAnArchive("its header has no end");
      }
      return count;
    }
    entriesLeft = header.entries();
    handler.header(header, Arrays.copyOf(held, in.position()));
    beginEntry();
    return in.position() - had;
  }

  /** What is not held of a definition. */
  private int pass(byte[] bytes, int offset, int count) throws AgentException, IOException {
    search.accept(bytes, offset, count);
    handler.skipped(header.entries() - entriesLeft, bytes, offset, count);
    skip -= count;
    if (skip == 0) {
      cut = search.end(KEPT);
      search = null;
      byte[] mark = cut.mark().getBytes(StandardCharsets.ISO_8859_1);
      hold(mark, 0, mark.length);
      ByteCursor.putInt(held, start - NUMBER, KEPT + mark.length);
      next(true);
    }
    return count;
  }

  /** The bytes that were awaited are here. */
  private void arrived() throws AgentException, IOException {
    if (search != null) {
      search.accept(held, start, KEPT);
      skip = definition - KEPT;
    } else if (inText) {
      note();
      next(true);
    } else if (field == Field.OFFSET) {
      endEntry();
    } else if (field.text) {
      beginText(ByteCursor.getInt(held, start));
    } else {
      next(false);
    }
  }

  private void beginText(int bytes) throws AgentException {
    if (bytes <= 0) {
      next(bytes == 0);
      return;
    }
    inText = true;
    if (field == Field.DEFINITION && bytes > longFrom()) {
      search = new LongDefinition.Search();
      definition = bytes;
      await(KEPT);
    } else {
      await(bytes);
    }
  }

  private int longFrom() {
    return kind.endsWith("ACL")
            || kind.equals(ArchiveContents.PROPERTIES)
            || tag.startsWith("DATABASE ")
        ? ArchiveContents.LONGEST_STATEMENTS
        : LONG;
  }

  /** What decides how much of the definition is held comes before it. */
  private void note() {
    if (field == Field.TAG) {
      tag = new String(held, start, length - start, StandardCharsets.ISO_8859_1);
    } else if (field == Field.KIND) {
      kind = new String(held, start, length - start, StandardCharsets.ISO_8859_1);
    }
  }

  /** Goes to the next field; there are as many dependencies as {@code present} ones. */
  private void next(boolean present) throws AgentException {
    inText = false;
    if (field != Field.DEPENDENCY || !present) {
      field = fields.next();
    }
    if (field == Field.RELATION_KIND && header.version().compareTo(ArchiveVersion.RELKIND) < 0) {
      field = fields.next();
    }
    await(field == Field.OFFSET ? 1 + header.offsetSize() : NUMBER);
  }

  private void endEntry() throws AgentException, IOException {
    TocEntry entry = TocEntry.of(header, Arrays.copyOf(held, length), cut);
    beginEntry();
    entriesLeft--;
    handler.entry(entry);
  }

  private void beginEntry() throws AgentException {
    if (held.length > LONG) {
      held = new byte[PIECE];
    }
    length = 0;
    fields = FIELDS.iterator();
    field = fields.next();
    tag = "";
    kind = "";
    cut = null;
    await(NUMBER);
  }

  private void await(int bytes) throws AgentException {
    if (bytes > MAX_HELD - length) {
      throw ArchiveHeader.notAnArchive("an entry of its table of contents has no end");
    }
    start = length;
    end = length + bytes;
  }

  private void hold(byte[] bytes, int offset, int count) {
    if (held.length - length < count) {
      held = Arrays.copyOf(held, Math.max(held.length * 2, length + count));
    }
    System.arraycopy(bytes, offset, held, length, count);
    length += count;
  }
}
