package io.proxpanel.backup.agent.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * One entry of the table of contents, with its bytes.
 *
 * @param dumpId number of the entry, which its data block repeats
 * @param tag name of the object; of a constraint or trigger, the table's name, a space and its own
 * @param kind what it is, in pg_dump's words ({@code TABLE}, {@code TABLE DATA}, {@code INDEX})
 * @param namespace schema, or null
 * @param copied whether its data is text for COPY
 * @param hasData whether a data block must follow
 * @param raw the entry as it stands in the archive
 * @param definition where the statement that makes the object stands in {@code raw}
 * @param drop where the statement that drops it stands in {@code raw}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes pass as they are
record TocEntry(
    int dumpId,
    String tag,
    String kind,
    String namespace,
    boolean copied,
    boolean hasData,
    byte[] raw,
    Span definition,
    Span drop) {

  private static final int OFFSET_NO_DATA = 3;

  /** A part of {@code raw}, length included. */
  record Span(int start, int end) {}

  static TocEntry read(ArchiveHeader header, byte[] buffer, int start, int end)
      throws ByteCursor.Underflow {
    ByteCursor in = new ByteCursor(buffer, start, end);
    measure(header, in);
    byte[] raw = Arrays.copyOfRange(buffer, start, in.position());
    return parse(header, raw);
  }

  /** Walks over an entry without making anything, since it may not be here to its end. */
  private static void measure(ArchiveHeader header, ByteCursor in) throws ByteCursor.Underflow {
    in.readInt();
    in.readInt();
    skipStrings(in, 4);
    in.readInt();
    skipStrings(in, 6);
    skipRest(header, in);
  }

  private static TocEntry parse(ArchiveHeader header, byte[] raw) throws ByteCursor.Underflow {
    ByteCursor in = new ByteCursor(raw, 0, raw.length);
    int dumpId = in.readInt();
    in.readInt();
    skipStrings(in, 2);
    String tag = Objects.requireNonNullElse(in.readString(), "");
    String kind = Objects.requireNonNullElse(in.readString(), "");
    in.readInt();
    Span definition = span(in);
    Span drop = span(in);
    boolean copied = in.skipString();
    String namespace = in.readString();
    skipStrings(in, 2);
    skipRest(header, in);
    int state = raw[raw.length - 1 - header.offsetSize()];
    return new TocEntry(
        dumpId, tag, kind, namespace, copied, state != OFFSET_NO_DATA, raw, definition, drop);
  }

  private static Span span(ByteCursor in) throws ByteCursor.Underflow {
    int start = in.position();
    in.skipString();
    return new Span(start, in.position());
  }

  private static void skipRest(ArchiveHeader header, ByteCursor in) throws ByteCursor.Underflow {
    if (header.version().compareTo(ArchiveVersion.RELKIND) >= 0) {
      in.readInt();
    }
    skipStrings(in, 2);
    boolean another = true;
    while (another) {
      another = in.skipString();
    }
    in.skip(1 + header.offsetSize());
  }

  private static void skipStrings(ByteCursor in, int count) throws ByteCursor.Underflow {
    for (int i = 0; i < count; i++) {
      in.skipString();
    }
  }

  /** Name for people: {@code schema.tag}, or the tag alone. */
  String name() {
    return namespace == null || namespace.isEmpty() ? tag : namespace + "." + tag;
  }

  /** Whether the archive has a statement that drops the object. */
  boolean hasDrop() {
    return drop.end() - drop.start() > 1 + Integer.BYTES;
  }

  /** The statement that drops the object, empty when there is none. */
  String dropStatement() {
    int start = drop.start() + 1 + Integer.BYTES;
    return new String(raw, start, drop.end() - start, StandardCharsets.UTF_8);
  }

  /** The same entry without a statement that drops the object. */
  TocEntry withoutDrop() {
    return withEmpty(drop);
  }

  /** The same entry without a statement that makes the object. */
  TocEntry withoutDefinition() {
    return withEmpty(definition);
  }

  private TocEntry withEmpty(Span span) {
    int emptyLength = 1 + Integer.BYTES;
    int shorter = span.end() - span.start() - emptyLength;
    byte[] changed = new byte[raw.length - shorter];
    System.arraycopy(raw, 0, changed, 0, span.start());
    int after = span.start() + emptyLength;
    System.arraycopy(raw, span.end(), changed, after, raw.length - span.end());
    Span newDrop =
        span.equals(drop)
            ? new Span(span.start(), after)
            : new Span(drop.start() - shorter, drop.end() - shorter);
    Span newDefinition = span.equals(definition) ? new Span(span.start(), after) : definition;
    return new TocEntry(
        dumpId, tag, kind, namespace, copied, hasData, changed, newDefinition, newDrop);
  }
}
