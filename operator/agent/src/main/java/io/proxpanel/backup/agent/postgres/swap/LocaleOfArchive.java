package io.proxpanel.backup.agent.postgres.swap;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Encoding and order of characters in the statement that pg_dump writes for a database. */
public final class LocaleOfArchive {
  private static final Pattern OPTION =
      Pattern.compile(" ([A-Z_]+) = (?:'((?:[^']|'')*)'|([A-Za-z0-9]+))");
  private static final Map<String, String> PROVIDERS =
      Map.of("libc", "c", "icu", "i", "builtin", "b");

  private LocaleOfArchive() {}

  /**
   * Reads it.
   *
   * @param statement {@code CREATE DATABASE}, or empty
   * @return nothing when it does not say all that is needed
   */
  public static Optional<DatabaseFacts.Locale> of(String statement) {
    Map<String, String> options = new HashMap<>();
    Matcher matcher = OPTION.matcher(statement);
    while (matcher.find()) {
      options.put(
          matcher.group(1),
          matcher.group(2) == null ? matcher.group(3) : matcher.group(2).replace("''", "'"));
    }
    String locale = options.get("LOCALE");
    String collate = options.getOrDefault("LC_COLLATE", locale);
    String ctype = options.getOrDefault("LC_CTYPE", locale);
    String provider = PROVIDERS.get(options.getOrDefault("LOCALE_PROVIDER", "libc"));
    String encoding = options.get("ENCODING");
    if (encoding == null || collate == null || ctype == null || provider == null) {
      return Optional.empty();
    }
    String own =
        provider.equals("c")
            ? null
            : options.getOrDefault("ICU_LOCALE", options.getOrDefault("BUILTIN_LOCALE", locale));
    return provider.equals("c") || own != null
        ? Optional.of(
            new DatabaseFacts.Locale(
                encoding, provider, collate, ctype, own, options.get("ICU_RULES")))
        : Optional.empty();
  }
}
