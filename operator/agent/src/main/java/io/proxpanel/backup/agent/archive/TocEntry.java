package io.proxpanel.backup.agent.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One entry of the table of contents, with its bytes. Statements are read and written byte for
 * byte, one char each, whatever the encoding of the archive is.
 *
 * <p>Of a definition that is too long to be held, only the beginning is; see {@link
 * LongDefinition}.
 *
 * @param header of the archive
 * @param dumpId number of the entry, which its data block repeats
 * @param tag name of the object; of a constraint or trigger, the table's name, a space and its own
 * @param kind what it is, in pg_dump's words ({@code TABLE}, {@code TABLE DATA}, {@code INDEX})
 * @param namespace schema, or null
 * @param tablespace where it lies, empty for the database's own
 * @param owner of the object, empty where it has none
 * @param copied whether its data is text for COPY
 * @param hasData whether a data block must follow
 * @param dependencies numbers of entries that come before it; of a comment, a grant or a label,
 *     that of the entry that it is about
 * @param raw the entry as it stands in the archive, but for what is not held of its definition
 * @param spans where the parts stand in {@code raw}
 * @param cut what is not held of its definition, or null where all of it is
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes pass as they are
public record TocEntry(
    ArchiveHeader header,
    int dumpId,
    String tag,
    String kind,
    String namespace,
    String tablespace,
    String owner,
    boolean copied,
    boolean hasData,
    List<Integer> dependencies,
    byte[] raw,
    Spans spans,
    LongDefinition cut) {

  private static final int OFFSET_NO_DATA = 3;
  static final int LENGTH_BYTES = 1 + Integer.BYTES;

  /** A part that can be read and replaced. */
  public enum Part {
    /** The statement that makes the object. */
    DEFINITION,
    /** The statement that drops the object. */
    DROP,
    /** The statement that comes before the data. */
    COPY,
    /** The role to which the object is given. */
    OWNER
  }

  /** A part of {@code raw}, length included. */
  record Span(int start, int end) {}

  /** Where the parts stand. */
  record Spans(Span definition, Span drop, Span copy, Span owner) {
    private Span of(Part part) {
      return switch (part) {
        case DEFINITION -> definition;
        case DROP -> drop;
        case COPY -> copy;
        case OWNER -> owner;
      };
    }
  }

  /**
   * Reads an entry of which all bytes are here.
   *
   * @param cut what is not held of its definition, or null
   */
  static TocEntry of(ArchiveHeader header, byte[] raw, LongDefinition cut) {
    try {
      return parse(header, raw, cut);
    } catch (ByteCursor.Underflow e) {
      throw new IllegalStateException("an entry was whole before", e);
    }
  }

  private static TocEntry parse(ArchiveHeader header, byte[] raw, LongDefinition cut)
      throws ByteCursor.Underflow {
    ByteCursor in = new ByteCursor(raw, 0, raw.length);
    int dumpId = in.readInt();
    in.readInt();
    in.skipString();
    in.skipString();
    String tag = Objects.requireNonNullElse(in.readString(), "");
    String kind = Objects.requireNonNullElse(in.readString(), "");
    in.readInt();
    Span definition = span(in);
    Span drop = span(in);
    int copyStart = in.position();
    boolean copied = in.skipString();
    Span copy = new Span(copyStart, in.position());
    String namespace = in.readString();
    String tablespace = Objects.requireNonNullElse(in.readString(), "");
    in.skipString();
    skipKind(header, in);
    int ownerStart = in.position();
    String owner = Objects.requireNonNullElse(in.readString(), "");
    Span ownerSpan = new Span(ownerStart, in.position());
    in.skipString();
    List<Integer> dependencies = new ArrayList<>();
    String dependency = in.readString();
    while (dependency != null) {
      dependencies.add(number(dependency));
      dependency = in.readString();
    }
    int state = raw[raw.length - 1 - header.offsetSize()];
    return new TocEntry(
        header,
        dumpId,
        tag,
        kind,
        namespace,
        tablespace,
        owner,
        copied,
        state != OFFSET_NO_DATA,
        List.copyOf(dependencies),
        raw,
        new Spans(definition, drop, copy, ownerSpan),
        cut);
  }

  private static int number(String text) {
    return text == null || !text.matches("[0-9]{1,9}") ? -1 : Integer.parseInt(text);
  }

  private static Span span(ByteCursor in) throws ByteCursor.Underflow {
    int start = in.position();
    in.skipString();
    return new Span(start, in.position());
  }

  private static void skipKind(ArchiveHeader header, ByteCursor in) throws ByteCursor.Underflow {
    if (header.version().compareTo(ArchiveVersion.RELKIND) >= 0) {
      in.readInt();
    }
  }

  /** Name for people: {@code schema.tag}, or the tag alone. */
  public String name() {
    return namespace == null || namespace.isEmpty() ? tag : namespace + "." + tag;
  }

  /**
   * A part, empty when there is none; of a definition that is not held to its end the beginning,
   * and {@link LongDefinition#mark} for the rest.
   */
  public String text(Part part) {
    Span span = spans.of(part);
    int length = span.end() - span.start() - LENGTH_BYTES;
    return new String(raw, span.start() + LENGTH_BYTES, length, StandardCharsets.ISO_8859_1);
  }

  /**
   * The same entry with another text of a part. Where {@link LongDefinition#mark} is in a new
   * definition, there comes what is not held.
   */
  public TocEntry with(Part part, String text) {
    Span span = spans.of(part);
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int start = span.start();
    int after = start + LENGTH_BYTES + bytes.length;
    byte[] changed = new byte[raw.length + after - span.end()];
    System.arraycopy(raw, 0, changed, 0, start);
    ByteCursor.putInt(changed, start, bytes.length);
    System.arraycopy(bytes, 0, changed, start + LENGTH_BYTES, bytes.length);
    System.arraycopy(raw, span.end(), changed, after, raw.length - span.end());
    return of(header, changed, cut);
  }

  /** Where a clause first stands in the definition, held or not; -1 where it does not. */
  int position(LongDefinition.Clause clause) {
    return cut == null
        ? text(Part.DEFINITION).indexOf(clause.words())
        : cut.positions().getOrDefault(clause, -1);
  }
}
