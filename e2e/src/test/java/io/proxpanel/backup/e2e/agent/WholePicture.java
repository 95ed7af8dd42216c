package io.proxpanel.backup.e2e.agent;

import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * All of a database: what pg_dump tells of its definitions, with owners and privileges, and what it
 * does not tell. What has no order is sorted, so that two pictures are equal exactly when the
 * databases are.
 *
 * @param parts each with its text
 */
record WholePicture(Map<Part, String> parts) {
  private static final Path SCRIPT = WholeFixtures.FOLDER.resolve("picture.sql");

  /**
   * A thing that has a text.
   *
   * @param kind what it is
   * @param schema that it is in, or empty
   * @param name with the words that tell it from others of its kind
   */
  record Part(WholeKind kind, String schema, String name) implements Comparable<Part> {
    @Override
    public int compareTo(Part other) {
      int byKind = kind.compareTo(other.kind);
      int bySchema = byKind != 0 ? byKind : schema.compareTo(other.schema);
      return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }
  }

  /** Keeps the order. */
  WholePicture {
    parts = Collections.unmodifiableMap(new TreeMap<>(parts));
  }

  /** Takes one, as the superuser, with the pg_dump of the server's own major. */
  static WholePicture of(PostgresServer server, String database) {
    try {
      Map<Part, String> parts = new TreeMap<>();
      String dump = server.dump(database, "--schema-only", "--create");
      WholeDump.parts(dump).forEach((part, text) -> add(parts, part, text));
      for (String line : server.psql(database, Files.readString(SCRIPT)).split("\n")) {
        String[] fields = line.split("\t", 4);
        add(parts, new Part(WholeKind.valueOf(fields[0]), fields[1], fields[2]), fields[3]);
      }
      return new WholePicture(parts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is in a schema, the schema itself included. */
  WholePicture inside(String schema) {
    return only(part -> isInside(part, schema));
  }

  /** All but what is in a schema. */
  WholePicture outside(String schema) {
    return only(part -> !isInside(part, schema));
  }

  /** Kinds of which there is anything. */
  Set<WholeKind> kinds() {
    Set<WholeKind> kinds = EnumSet.noneOf(WholeKind.class);
    parts.keySet().forEach(part -> kinds.add(part.kind()));
    return kinds;
  }

  /** What another one, taken later, has not or has otherwise; empty when they are equal. */
  List<WholeDifference> differences(WholePicture later) {
    Set<Part> all = new TreeSet<>(parts.keySet());
    all.addAll(later.parts.keySet());
    return all.stream()
        .map(part -> WholeDifference.of(part, parts.get(part), later.parts.get(part)))
        .filter(difference -> !difference.isNone())
        .toList();
  }

  /**
   * Two things of one name: an object of each of two grantors, two tables' triggers of one name.
   */
  private static void add(Map<Part, String> parts, Part part, String text) {
    parts.merge(part, text, (a, b) -> a.compareTo(b) < 0 ? a + "\n" + b : b + "\n" + a);
  }

  private WholePicture only(Predicate<Part> wanted) {
    Map<Part, String> some = new TreeMap<>(parts);
    some.keySet().removeIf(wanted.negate());
    return new WholePicture(some);
  }

  private static boolean isInside(Part part, String schema) {
    return part.schema().equals(schema)
        || part.name().endsWith(" SCHEMA " + schema)
        || part.name().endsWith(" IN SCHEMA " + schema);
  }
}
