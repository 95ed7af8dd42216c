package io.proxpanel.backup.e2e.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entries of a dump that pg_dump has written as SQL, with the comment that begins each. */
final class WholeDump {
  private static final Pattern BEGINNING =
      Pattern.compile("(.*); Type: (.*); Schema: (.*); Owner: ?(.*?)(?:; Tablespace: .*)?");
  private static final Pattern NAME = Pattern.compile("DATABASE (\"([^\"]|\"\")*\"|[^ ;]+)");
  private static final Pattern OWNER = Pattern.compile("ALTER .* OWNER TO .*;");

  /**
   * Lines of the session and for psql, which stand wherever the order of the entries wants them.
   */
  private static final Pattern OF_THE_SESSION =
      Pattern.compile(
          "|--|SET [a-z_]+ = .*;|SELECT pg_catalog\\.set_config\\('search_path', .*|\\\\.*"
              + "|-- \\*not\\* .*|-- PostgreSQL database dump complete");

  private WholeDump() {}

  /** Takes it apart; the database's name is left out, since the same one may have another name. */
  static Map<WholePicture.Part, String> parts(String dump) {
    Map<WholePicture.Part, String> parts = new TreeMap<>();
    String[] entries = dump.split("\n-- Name: ");
    for (int i = 1; i < entries.length; i++) {
      List<String> lines = new ArrayList<>(entries[i].lines().toList());
      Matcher beginning = BEGINNING.matcher(lines.remove(0));
      if (!beginning.matches()) {
        throw new IllegalStateException("An entry without a beginning: " + entries[i]);
      }
      entry(beginning, lines, parts);
    }
    return parts;
  }

  private static void entry(
      Matcher beginning, List<String> lines, Map<WholePicture.Part, String> to) {
    String type = beginning.group(2);
    WholeKind kind = WholeKind.of(type, beginning.group(1));
    String name = beginning.group(1);
    String schema = beginning.group(3).equals("-") ? "" : beginning.group(3);
    List<String> owner = new ArrayList<>();
    List<String> text = new ArrayList<>();
    lines.removeIf(line -> OF_THE_SESSION.matcher(line).matches());
    for (String line : lines) {
      (OWNER.matcher(line).matches() ? owner : text).add(line);
    }
    if (type.endsWith("ACL") || type.equals("DATABASE PROPERTIES")) {
      text = sorted(text);
    }
    if (kind == WholeKind.DATABASE) {
      name = "DATABASE";
      text.replaceAll(line -> NAME.matcher(line).replaceFirst("DATABASE"));
      owner.replaceAll(line -> NAME.matcher(line).replaceFirst("DATABASE"));
    }
    if (!owner.isEmpty()) {
      WholeKind ownerOf = kind == WholeKind.PUBLIC_SCHEMA ? kind : WholeKind.OWNERS;
      put(to, new WholePicture.Part(ownerOf, schema, "owner of " + type + " " + name), owner);
    }
    put(to, new WholePicture.Part(kind, schema, type + " " + name), text);
  }

  private static void put(
      Map<WholePicture.Part, String> to, WholePicture.Part part, List<String> lines) {
    to.merge(part, String.join("\n", lines), (a, b) -> a + "\n" + b);
  }

  /** In alphabetical order, each with the role that it is said in the name of. */
  private static List<String> sorted(List<String> lines) {
    List<String> sorted = new ArrayList<>();
    String role = "";
    for (String line : lines) {
      if (line.startsWith("SET SESSION AUTHORIZATION ")) {
        role = line + " ";
      } else if (line.startsWith("RESET SESSION AUTHORIZATION")) {
        role = "";
      } else {
        sorted.add(role + line);
      }
    }
    sorted.sort(null);
    return sorted;
  }
}
