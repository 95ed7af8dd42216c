package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.controller.job.JobNames;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a tenant's slug becomes in the names of resources, and which slugs cannot be used. */
final class TenantName {
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** With {@code tenant_} before it, it is as long as PostgreSQL's longest name. */
  private static final int LONGEST_BYTES = 56;

  private static final int LONGEST_START = 40;

  private TenantName() {}

  /** The slug itself where it can stand in a name, else one that is like it and no other's. */
  static String of(String slug) {
    if (PLAIN.matcher(slug).matches() && slug.length() <= LONGEST_BYTES) {
      return slug;
    }
    String like = slug.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String start =
        like.substring(0, Math.min(like.length(), LONGEST_START)).replaceAll("^-|-$", "");
    return (start.isEmpty() ? "t" : start) + "-" + JobNames.mark(slug);
  }

  /**
   * Why no Backup can be made of a tenant of that slug; empty when one can, as the schema has it.
   */
  static Optional<String> problem(String slug) {
    if (slug.isBlank()) {
      return Optional.of("its slug is empty");
    }
    if (!slug.equals(slug.strip())) {
      return Optional.of("its slug begins or ends with a space");
    }
    if (CONTROL.matcher(slug).find()) {
      return Optional.of("its slug has a control character");
    }
    if (slug.contains("/") || slug.contains("\\")) {
      return Optional.of("its slug has a / or a backslash, which no file's name can have");
    }
    return slug.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES
        ? Optional.of("its slug is longer than " + LONGEST_BYTES + " bytes")
        : Optional.empty();
  }

  /** The slug in a sentence; it may be anything that a database holds. */
  static String inWords(String slug) {
    return '"' + CONTROL.matcher(slug).replaceAll("?") + '"';
  }
}
