package io.proxpanel.backup.agent.archive;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/**
 * The roles that an entry of an archive cannot do without: its owner, who grants and who is granted
 * something, whom a policy is for, whose the default privileges, the user mapping, the settings
 * are. Read from statements as pg_dump writes them; of others, a role more or less is found.
 */
final class RolesOfEntry {
  private static final String GRANTOR = "SET SESSION AUTHORIZATION ";
  private static final String DEFAULTS = "ALTER DEFAULT PRIVILEGES FOR ROLE ";
  private static final String MAPPING = "CREATE USER MAPPING FOR ";
  private static final String SETTINGS = "ALTER ROLE ";
  private static final String POLICY = "CREATE POLICY ";

  private static final Set<String> SPEAKING =
      Set.of("ACL", "DEFAULT ACL", "USER MAPPING", "POLICY", ArchiveContents.PROPERTIES);

  /** Stands for everybody, and is no role. */
  private static final String PUBLIC = "PUBLIC";

  private final Set<String> roles = new TreeSet<>();
  private final String text;

  /** Where reading goes on. */
  private int at;

  private RolesOfEntry(String text) {
    this.text = text;
  }

  static Set<String> of(TocEntry entry) {
    // Most entries need nobody but their owner, and some are long.
    RolesOfEntry found = new RolesOfEntry(SPEAKING.contains(entry.kind()) ? text(entry) : "");
    found.add(entry.owner());
    switch (entry.kind()) {
      case "ACL" -> {
        ArchiveContents.grantees(entry.text(TocEntry.Part.DEFINITION)).forEach(found::add);
        found.addAfter(GRANTOR);
      }
      case "DEFAULT ACL" -> {
        ArchiveContents.grantees(entry.text(TocEntry.Part.DEFINITION)).forEach(found::add);
        found.addAfter(DEFAULTS);
      }
      case "USER MAPPING" -> found.addAfter(MAPPING);
      case "POLICY" -> found.addOfPolicy();
      case ArchiveContents.PROPERTIES -> found.addAfter(SETTINGS);
      default -> {
        // Its owner is all that it needs.
      }
    }
    return found.roles;
  }

  /** Nothing but names is taken out of it, and names are in UTF-8. */
  private static String text(TocEntry entry) {
    return new String(
        entry.text(TocEntry.Part.DEFINITION).getBytes(StandardCharsets.ISO_8859_1),
        StandardCharsets.UTF_8);
  }

  private void add(String role) {
    if (!role.isEmpty() && !role.equalsIgnoreCase(PUBLIC)) {
      roles.add(role);
    }
  }

  /** The name after these words, wherever a line begins with them. */
  private void addAfter(String words) {
    int start = text.indexOf(words);
    while (start >= 0) {
      if (start == 0 || text.charAt(start - 1) == '\n') {
        at = start + words.length();
        add(name());
      }
      start = text.indexOf(words, start + words.length());
    }
  }

  private void addOfPolicy() {
    if (!skip(POLICY)) {
      return;
    }
    name();
    if (!skip(" ON ")) {
      return;
    }
    name();
    if (skip(".")) {
      name();
    }
    skip(" AS RESTRICTIVE");
    if (skip(" FOR ")) {
      name();
    }
    if (skip(" TO ")) {
      add(name());
      while (skip(", ")) {
        add(name());
      }
    }
  }

  private boolean skip(String words) {
    boolean there = text.startsWith(words, at);
    if (there) {
      at += words.length();
    }
    return there;
  }

  /** The name that stands here, without its quotes. */
  private String name() {
    return at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
  }

  private String plain() {
    int start = at;
    while (at < text.length() && " ,;.\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder name = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"' && !skip("\"")) {
        break;
      }
      name.append(c);
    }
    return name.toString();
  }
}
