package io.proxpanel.backup.agent.destination.ftp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a server says that it can (FEAT, RFC 2389). */
final class Features {
  private final Map<String, String> byName;

  private Features(Map<String, String> byName) {
    this.byName = byName;
  }

  /** Reads the answer to FEAT; a server that does not know it has none. */
  static Features of(Reply reply) {
    Map<String, String> features = new HashMap<>();
    if (reply.isDone()) {
      for (String line : reply.lines()) {
        // Some servers repeat the code on every line, as in other answers.
        String feature = line.replaceFirst("^\\d{3}[- ]", "").strip();
        int space = feature.indexOf(' ');
        String name = space < 0 ? feature : feature.substring(0, space);
        String arguments = space < 0 ? "" : feature.substring(space + 1);
        features.put(name.toUpperCase(Locale.ROOT), arguments);
      }
    }
    return new Features(features);
  }

  /** Listings and single entries in a form that programs can read (RFC 3659). */
  boolean machineListings() {
    return has("MLST") || has("MLSD");
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** The command that gives a file's SHA-256, where there is one. */
  Optional<String> sha256Command() {
    if (byName.getOrDefault("HASH", "").toUpperCase(Locale.ROOT).contains("SHA-256")) {
      return Optional.of("HASH");
    }
    return has("XSHA256") ? Optional.of("XSHA256") : Optional.empty();
  }
}
