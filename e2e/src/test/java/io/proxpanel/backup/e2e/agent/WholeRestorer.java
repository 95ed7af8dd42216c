package io.proxpanel.backup.e2e.agent;

import io.proxpanel.backup.contract.RestoreOptions.Mode;
import io.proxpanel.backup.contract.Scope;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who backs up and restores, and what that role cannot bring back. */
enum WholeRestorer {
  SUPERUSER("postgres"),
  OWNER(WholeFixtures.PANEL),
  TENANT(WholeFixtures.ACME);

  /**
   * What may be missing afterwards, if the restore says so.
   *
   * @param name of the thing, a regular expression
   * @param line that may be missing of it, a regular expression
   * @param word that the result has then
   */
  private record Unavoidable(String name, String line, String word) {
    boolean covers(WholeDifference difference) {
      return Pattern.matches(name, difference.part().name())
          && (difference.additional().isEmpty()
              || difference.part().name().startsWith("extension "))
          && difference.lacks().stream().allMatch(lacking -> Pattern.matches(line, lacking));
    }
  }

  private final String role;

  WholeRestorer(String role) {
    this.role = role;
  }

  String role() {
    return role;
  }

  /** Fixtures beside those that every database has. */
  String[] beside() {
    return switch (this) {
      case SUPERUSER -> new String[] {"superuser-alone", "tenant"};
      case OWNER -> new String[0];
      case TENANT -> new String[] {"tenant"};
    };
  }

  /** How it restores: a part of a database, and what others have in one, stays in place. */
  Stream<Mode> modes() {
    return this == SUPERUSER ? Stream.of(Mode.InPlace, Mode.Swap) : Stream.of(Mode.InPlace);
  }

  /** What it backs up; null for all. */
  Scope scope() {
    return this == TENANT ? new Scope.Tenant(WholeFixtures.ACME) : null;
  }

  /**
   * Whether a difference is one that this role cannot avoid and that the restore has named.
   *
   * @param said what the restore said is not as it was
   */
  boolean mayHave(WholeDifference difference, String said) {
    return unavoidable().stream()
        .anyMatch(thing -> thing.covers(difference) && said.contains(thing.word()));
  }

  private List<Unavoidable> unavoidable() {
    return switch (this) {
      // What no dump has.
      case SUPERUSER ->
          List.of(
              new Unavoidable("(state of the index|storage of) not_unique", ".*", "not_unique"),
              new Unavoidable("extension hstore", ".* panel .*", "extension hstore"));
      // Others' publications, what another has granted, another's default privileges.
      case OWNER ->
          List.of(
              new Unavoidable("(tables of|(owner of )?PUBLICATION TABLE) theirs.*", ".*", "theirs"),
              new Unavoidable(
                  "(tables of|(owner of )?PUBLICATION TABLES IN SCHEMA) of_schemas.*",
                  ".*",
                  "of_schemas"),
              new Unavoidable(
                  "ACL TABLE radcheck", "SET SESSION AUTHORIZATION grafana; .*", "grafana"),
              new Unavoidable(
                  "DEFAULT ACL DEFAULT PRIVILEGES FOR TABLES",
                  "ALTER DEFAULT PRIVILEGES FOR ROLE postgres .*",
                  "postgres"));
      // All of its schema is its own.
      case TENANT -> List.of();
    };
  }
}
