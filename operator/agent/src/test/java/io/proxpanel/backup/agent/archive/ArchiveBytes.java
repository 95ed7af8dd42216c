package io.proxpanel.backup.agent.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** Makes small archives by hand, byte by byte as the format has it. */
public final class ArchiveBytes {
  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final int minor;
  private final boolean gzip;
  private int entryCount;
  private String definition;
  private String owner = "panel";
  private int about;

  public ArchiveBytes(int minor, boolean gzip) {
    this.minor = minor;
    this.gzip = gzip;
  }

  public ArchiveBytes entry(int dumpId, String kind, String schema, String tag, String drop) {
    return entry(dumpId, kind, schema, tag, drop, null, 3);
  }

  /** Of the next entry. */
  public ArchiveBytes defined(String text) {
    definition = text;
    return this;
  }

  /** Of all that follow. */
  public ArchiveBytes owner(String role) {
    owner = role;
    return this;
  }

  /** What the next entry depends on. */
  public ArchiveBytes about(int dumpId) {
    about = dumpId;
    return this;
  }

  public ArchiveBytes tableData(int dumpId, String schema, String tag) {
    return entry(dumpId, "TABLE DATA", schema, tag, "", "COPY " + tag + " FROM stdin;\n", 1);
  }

  public ArchiveBytes entry(
      int dumpId, String kind, String schema, String tag, String drop, String copy, int state) {
    entryCount++;
    integer(entries, dumpId);
    integer(entries, state == 3 ? 0 : 1);
    strings("1259", "16384", tag, kind);
    integer(entries, 2);
    strings(
        definition == null ? "CREATE " + tag + ";\n" : definition, drop, copy, schema, "", "heap");
    if (minor >= 16) {
      integer(entries, 'r');
    }
    strings(owner, "false", about == 0 ? "1" : Integer.toString(about), null);
    definition = null;
    about = 0;
    entries.write(state);
    entries.writeBytes(new byte[8]);
    return this;
  }

  /** The rows of a table, each a line without its newline. */
  public ArchiveBytes rows(int dumpId, String... rows) {
    StringBuilder text = new StringBuilder();
    for (String row : rows) {
      text.append(row).append('\n');
    }
    return block(dumpId, text + "\\.\n\n\n");
  }

  ArchiveBytes block(int dumpId, String content) {
    data.write(1);
    integer(data, dumpId);
    stream(content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  ArchiveBytes largeObjects(int dumpId, int... oids) {
    data.write(3);
    integer(data, dumpId);
    for (int oid : oids) {
      integer(data, oid);
      stream(new byte[] {1, 2, 3});
    }
    integer(data, 0);
    return this;
  }

  ArchiveBytes raw(int... bytes) {
    for (int b : bytes) {
      data.write(b);
    }
    return this;
  }

  public byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes("PGDMP".getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(new byte[] {1, (byte) minor, 0, 4, 8, 1});
    if (minor >= 15) {
      all.write(gzip ? 1 : 0);
    } else {
      integer(all, gzip ? -1 : 0);
    }
    for (int i = 0; i < 7; i++) {
      integer(all, i);
    }
    string(all, "panel");
    string(all, "15.18");
    string(all, "15.18");
    integer(all, entryCount);
    all.writeBytes(entries.toByteArray());
    all.writeBytes(data.toByteArray());
    return all.toByteArray();
  }

  private void stream(byte[] content) {
    byte[] stored = gzip ? deflate(content) : content;
    // Two pieces, because their lengths must mean nothing.
    int half = stored.length / 2;
    if (half > 0) {
      integer(data, half);
      data.write(stored, 0, half);
    }
    integer(data, stored.length - half);
    data.write(stored, half, stored.length - half);
    integer(data, 0);
  }

  private static byte[] deflate(byte[] content) {
    Deflater deflater = new Deflater();
    deflater.setInput(content);
    deflater.finish();
    byte[] out = new byte[content.length + 64];
    int length = deflater.deflate(out);
    deflater.end();
    return java.util.Arrays.copyOf(out, length);
  }

  private void strings(String... values) {
    for (String value : values) {
      string(entries, value);
    }
  }

  private static void string(ByteArrayOutputStream out, String value) {
    if (value == null) {
      integer(out, -1);
      return;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    integer(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void integer(ByteArrayOutputStream out, int value) {
    out.write(value < 0 ? 1 : 0);
    int magnitude = Math.abs(value);
    for (int i = 0; i < 4; i++) {
      out.write(magnitude >>> (8 * i));
    }
  }
}
