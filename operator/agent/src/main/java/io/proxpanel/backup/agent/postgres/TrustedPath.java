package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.archive.ArchiveContents.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search path with which an archive's statements run. pg_dump writes names with their schema,
 * but it cannot do so for what is inside functions, nor for the operators of NULLIF, CASE, USING or
 * IS DISTINCT FROM: they need the path that the source had.
 *
 * <p>A schema in which a role with less power than the restoring one has functions or operators is
 * left out of it: they would run with the restoring role's rights wherever a name finds them first.
 */
final class TrustedPath {
  private static final Logger LOG = LoggerFactory.getLogger(TrustedPath.class);
  private static final Pattern NAME = Pattern.compile("\\s*(\"(?:[^\"]|\"\")*\"|[^\",\\s]+)\\s*,?");
  private static final Set<String> CODE =
      Set.of("FUNCTION", "PROCEDURE", "AGGREGATE", "OPERATOR", "CAST");

  private TrustedPath() {}

  /**
   * The part of a path that can be trusted.
   *
   * @param path as SQL writes it, as {@code "$user", public}
   */
  static String of(String path, RestoreScope scope, TargetFacts target) {
    Set<String> untrusted = untrusted(scope, target);
    List<String> trusted = new ArrayList<>();
    for (String schema : names(path)) {
      String real = schema.equals("$user") ? target.login() : schema;
      if (untrusted.contains(real)) {
        LOG.atWarn()
            .addKeyValue("schema", real)
            .log("left out of the search path: roles have functions there that may do less");
      } else {
        trusted.add(DumpScope.quoted(schema));
      }
    }
    return String.join(", ", trusted);
  }

  private static Set<String> untrusted(RestoreScope scope, TargetFacts target) {
    Set<String> trusted = new HashSet<>();
    trusted.add(target.login());
    trusted.add(scope.contents().databaseOwner());
    trusted.add(target.databaseOwner());
    target
        .roles()
        .forEach(
            (name, role) -> {
              if (role.superuser() || (!target.superuser() && role.member())) {
                trusted.add(name);
              }
            });
    Set<String> untrusted = new HashSet<>();
    for (Item item : scope.contents().items()) {
      if (item.schema() != null
          && CODE.contains(item.kind())
          && target.canGiveTo(item.owner())
          && !trusted.contains(item.owner())) {
        untrusted.add(item.schema());
      }
    }
    target
        .present()
        .forEach(
            (name, owner) -> {
              if (CODE.contains(name.kind()) && !trusted.contains(owner.name())) {
                untrusted.add(name.schema());
              }
            });
    return untrusted;
  }

  /** The names in a path; what is not quoted is in lower case, as SQL has it. */
  static List<String> names(String path) {
    List<String> names = new ArrayList<>();
    Matcher matcher = NAME.matcher(path);
    while (matcher.find()) {
      String name = matcher.group(1);
      names.add(
          name.startsWith("\"")
              ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
              : name.toLowerCase(Locale.ROOT));
    }
    return names;
  }
}
