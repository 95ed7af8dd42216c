package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveContents;
import io.proxpanel.backup.agent.archive.ArchiveContents.Item;
import io.proxpanel.backup.agent.archive.EntryEdits;
import io.proxpanel.backup.agent.archive.TocEntry;
import io.proxpanel.backup.agent.archive.TocEntry.Part;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What of an archive is restored otherwise than it stands there, because the target has it already,
 * or because the role that restores may not, or a role is missing. What is not as it was for that
 * reason is listed.
 */
final class RestoreEdits implements EntryEdits {
  /** What may fail alone, whoever restores: roles, providers, libraries may be missing. */
  private static final Set<String> OPTIONAL =
      Set.of("ACL", "DEFAULT ACL", "POLICY", "USER MAPPING", "SECURITY LABEL", "SUBSCRIPTION");

  /** What may fail alone beside these where no superuser restores. */
  private static final Set<String> OPTIONAL_FOR_LOGIN =
      Set.of(
          "COMMENT",
          "EVENT TRIGGER",
          "PUBLICATION",
          "PUBLICATION TABLE",
          "PUBLICATION TABLES IN SCHEMA",
          "FOREIGN DATA WRAPPER",
          "SERVER",
          "PROCEDURAL LANGUAGE",
          "TRANSFORM",
          "ACCESS METHOD",
          "OPERATOR CLASS",
          "OPERATOR FAMILY",
          "TEXT SEARCH PARSER",
          "TEXT SEARCH TEMPLATE",
          "SEQUENCE SET");

  /** Those of others that stay are as they were by rule. */
  private static final Set<String> OF_OTHERS_BY_RULE =
      Set.of(
          "EXTENSION",
          "SCHEMA",
          "EVENT TRIGGER",
          "PUBLICATION",
          "PROCEDURAL LANGUAGE",
          "FOREIGN DATA WRAPPER",
          "SERVER",
          "ACCESS METHOD");

  /** What is made for a table and cannot be without it. */
  private static final Set<String> PARTS =
      Set.of(
          "TABLE DATA",
          "SEQUENCE SET",
          "SEQUENCE OWNED BY",
          "DEFAULT",
          "CONSTRAINT",
          "CHECK CONSTRAINT",
          "FK CONSTRAINT",
          "INDEX",
          "INDEX ATTACH",
          "TABLE ATTACH",
          "TRIGGER",
          "RULE",
          "POLICY",
          "ROW SECURITY",
          "MATERIALIZED VIEW DATA");

  private static final Set<String> TABLES =
      Set.of("TABLE", "SEQUENCE", "MATERIALIZED VIEW", "VIEW", "FOREIGN TABLE");

  private static final Set<String> ABOUT = Set.of("COMMENT", "ACL", "SECURITY LABEL");

  /** Of the planner; no server before 18 takes them, and ANALYZE makes them. */
  private static final String STATISTICS = "STATISTICS DATA";

  static final String NO_SUCH_ROLE = "no such role";

  private final ArchiveContents contents;
  private final TargetFacts target;
  private final OwnersOfArchive owners;
  private final Optionally optionally = new Optionally();
  private final Set<Integer> removed = new HashSet<>();
  private final Set<Integer> emptied = new HashSet<>();

  /** What may have failed alone, once it has passed. */
  private final Set<Integer> tried = ConcurrentHashMap.newKeySet();

  private final Set<Integer> ofExtensions = new HashSet<>();
  private final List<NotRestored> notRestored = new ArrayList<>();
  private final Map<Integer, Item> items = new HashMap<>();

  /**
   * Decides.
   *
   * @throws AgentException {@code RestoreRefused} where a function would come to a more powerful
   *     owner
   */
  RestoreEdits(RestoreScope scope, TargetFacts target, RestoreOptions.Owners policy)
      throws AgentException {
    this.contents = scope.contents();
    this.target = target;
    contents.items().forEach(item -> items.put(item.dumpId(), item));
    contents.items().forEach(this::decideWhatStays);
    contents.items().forEach(this::decideWhatIsAbout);
    decideExtensionRows();
    this.owners = new OwnersOfArchive(scope, target, policy, removed, optionally);
    notRestored.addAll(this.owners.lost());
  }

  @Override
  public int removed() {
    return removed.size();
  }

  @Override
  public Optional<TocEntry> apply(TocEntry entry) {
    if (removed.contains(entry.dumpId())) {
      return Optional.empty();
    }
    TocEntry edited = entry;
    if (emptied.contains(entry.dumpId())) {
      // Of an entry without a definition pg_restore does not set the owner either.
      edited = edited.with(Part.DEFINITION, "-- It is there.\n");
    }
    if (isOptional(entry)) {
      tried.add(entry.dumpId());
      edited = optional(edited);
    } else if (!owners.keeps(entry.owner())) {
      edited = edited.with(Part.OWNER, "");
    } else if (entry.kind().equals("SCHEMA") && isOwner(entry)) {
      edited = edited.with(Part.OWNER, "");
    }
    if (ofExtensions.contains(entry.dumpId())) {
      edited = edited.with(Part.COPY, withoutOldRows(entry) + edited.text(Part.COPY));
    }
    if (entry.kind().equals("SCHEMA") && !emptied.contains(entry.dumpId())) {
      edited =
          edited.with(Part.DEFINITION, edited.text(Part.DEFINITION) + owners.grants(entry.tag()));
    }
    return Optional.of(edited);
  }

  /** To whom what is restored belongs. */
  OwnersOfArchive owners() {
    return owners;
  }

  /** What is known before it begins not to be as it was. */
  List<NotRestored> notRestored() {
    return List.copyOf(notRestored);
  }

  /** Whether the archive lists this and it is left out. */
  boolean leavesOut(Item item) {
    return removed.contains(item.dumpId())
        || tried.contains(item.dumpId())
        || isOptional(item.kind());
  }

  private void decideWhatStays(Item item) {
    if (item.kind().equals(STATISTICS)) {
      removed.add(item.dumpId());
    }
    TargetFacts.Owner present = target.present().get(item.id());
    if (present == null && item.kind().equals("EXTENSION") && target.superuser()) {
      notRestored.add(
          new NotRestored(
              "owner",
              "extension " + item.tag(),
              "a dump does not say whom an extension belongs to: it is of \""
                  + target.login()
                  + "\" now"));
    }
    if (present == null || !TargetInventory.KINDS.contains(item.kind())) {
      return;
    }
    if (item.kind().equals("SCHEMA") && present.own()) {
      emptied.add(item.dumpId());
    } else {
      removed.add(item.dumpId());
      if (item.kind().equals("SUBSCRIPTION")) {
        notRestored.add(
            new NotRestored(
                "subscription",
                item.tag(),
                "it stays as it is: ALTER SUBSCRIPTION … REFRESH PUBLICATION makes it go on"));
      } else if (!present.own() && !OF_OTHERS_BY_RULE.contains(item.kind())) {
        notRestored.add(
            new NotRestored(
                item.kind().toLowerCase(Locale.ROOT),
                item.name(),
                "it belongs to \"" + present.name() + "\" and was left as it is"));
      }
    }
  }

  /** What belongs to a table of others stays with it, as do comments, grants and labels. */
  private void decideWhatIsAbout(Item item) {
    if (PARTS.contains(item.kind())) {
      boolean stays =
          item.dependencies().stream()
              .map(items::get)
              .anyMatch(other -> other != null && isTableOfOthers(other) && isPartOf(item, other));
      if (stays) {
        removed.add(item.dumpId());
        if (item.kind().equals("FK CONSTRAINT")) {
          notRestored.add(
              new NotRestored("constraint", item.name(), "its table belongs to another role"));
        }
      }
    } else if (ABOUT.contains(item.kind())) {
      boolean stays =
          item.dependencies().stream()
              .map(items::get)
              .anyMatch(
                  other -> other != null && removed.contains(other.dumpId()) && isOfOthers(other));
      if (stays) {
        removed.add(item.dumpId());
      }
    }
  }

  private boolean isOfOthers(Item item) {
    TargetFacts.Owner owner = target.present().get(item.id());
    return owner == null ? PARTS.contains(item.kind()) : !owner.own();
  }

  private boolean isTableOfOthers(Item item) {
    return TABLES.contains(item.kind()) && removed.contains(item.dumpId()) && isOfOthers(item);
  }

  /** A foreign key depends on both tables, and is a part of the one that its tag begins with. */
  private static boolean isPartOf(Item part, Item table) {
    return !part.kind().equals("FK CONSTRAINT") || part.tag().startsWith(table.tag() + " ");
  }

  private void decideExtensionRows() {
    Set<String> made = new HashSet<>();
    contents.items().stream()
        .filter(item -> item.kind().equals("TABLE") || item.kind().equals("SEQUENCE"))
        .forEach(item -> made.add(item.schema() + "." + item.tag()));
    for (Item item : contents.items()) {
      String name = item.schema() + "." + item.tag();
      boolean rows = item.kind().equals("TABLE DATA");
      if ((!rows && !item.kind().equals("SEQUENCE SET")) || made.contains(name)) {
        continue;
      }
      if (Boolean.FALSE.equals(target.extensionTables().get(name))) {
        removed.add(item.dumpId());
        notRestored.add(
            new NotRestored(
                rows ? "rows" : "sequence",
                name,
                "it belongs to an extension of another role and was left as it is"));
      } else if (rows) {
        ofExtensions.add(item.dumpId());
      }
    }
  }

  private boolean isOwner(TocEntry schema) {
    TargetFacts.Owner present =
        target.present().get(new ArchiveContents.Name("SCHEMA", "", schema.tag()));
    return present != null && present.name().equals(schema.owner());
  }

  private boolean isOptional(String kind) {
    return OPTIONAL.contains(kind) || (!target.superuser() && OPTIONAL_FOR_LOGIN.contains(kind));
  }

  /** A function in a language that is not trusted is made by superusers alone. */
  private boolean isOptional(TocEntry entry) {
    if (isOptional(entry.kind())) {
      return !entry.text(Part.DEFINITION).isEmpty();
    }
    if (target.superuser() || !entry.kind().equals("FUNCTION")) {
      return false;
    }
    String definition = entry.text(Part.DEFINITION);
    return definition.contains("LANGUAGE c ")
        || definition.contains("LANGUAGE internal ")
        || definition.contains(" LEAKPROOF");
  }

  private TocEntry optional(TocEntry entry) {
    String kind = entry.kind().toLowerCase(Locale.ROOT);
    StringBuilder blocks = new StringBuilder();
    if (entry.kind().equals("ACL") && entry.tag().startsWith("LARGE OBJECTS ")) {
      return entry.with(Part.DEFINITION, grantsToPresent(entry)).with(Part.OWNER, "");
    }
    if (entry.kind().endsWith("ACL")) {
      blocks.append(owners.revocations());
      for (String statement : Statements.split(entry.text(Part.DEFINITION))) {
        String asLogin = target.superuser() ? statement : Statements.asMember(statement);
        blocks.append(optionally.block("grant", nameOfGrant(entry.tag(), statement), asLogin));
      }
      return entry.with(Part.DEFINITION, blocks.toString()).with(Part.OWNER, "");
    }
    String name = Optionally.bytes(entry.name());
    blocks.append(optionally.block(kind, name, entry.text(Part.DEFINITION)));
    String drop = entry.text(Part.DROP);
    if (drop.startsWith("DROP ")
        && owners.keeps(entry.owner())
        && !entry.owner().isEmpty()
        && TargetInventory.KINDS.contains(entry.kind())) {
      String object = drop.substring("DROP ".length(), drop.lastIndexOf(';'));
      blocks.append(
          optionally.block(
              "owner of " + kind,
              name,
              "ALTER "
                  + object
                  + " OWNER TO "
                  + Optionally.bytes(DumpScope.quoted(entry.owner()))));
    }
    return entry.with(Part.DEFINITION, blocks.toString()).with(Part.OWNER, "");
  }

  /**
   * Of these pg_restore makes a statement for each object itself: no other text can stand there.
   */
  private String grantsToPresent(TocEntry entry) {
    StringBuilder kept = new StringBuilder();
    for (String statement : Statements.split(entry.text(Part.DEFINITION))) {
      String missing =
          ArchiveContents.grantees(statement).stream()
              .filter(role -> !role.equals("PUBLIC") && !target.roles().containsKey(role))
              .findFirst()
              .orElse(null);
      if (missing == null) {
        kept.append(statement).append('\n');
      } else {
        NotRestored lost =
            new NotRestored("grant", entry.tag() + " to \"" + missing + "\"", NO_SUCH_ROLE);
        // An entry may be written more than once.
        if (!notRestored.contains(lost)) {
          notRestored.add(lost);
        }
      }
    }
    return kept.toString();
  }

  /** What is granted on, and to whom; byte for byte as the statement is. */
  private static String nameOfGrant(String tag, String statement) {
    List<String> roles = ArchiveContents.grantees(statement);
    return Optionally.bytes(
        roles.isEmpty()
            ? tag
            : tag
                + (statement.contains("REVOKE ") ? " from \"" : " to \"")
                + String.join("\", \"", roles)
                + "\"");
  }

  /** Rows that CREATE EXTENSION made, or that an extension had that stays, give way. */
  private static String withoutOldRows(TocEntry entry) {
    String table =
        PsqlSession.literal(
            DumpScope.quoted(entry.namespace()) + "." + DumpScope.quoted(entry.tag()));
    return Optionally.bytes(
        """
        DO $rows$
        DECLARE
          condition text;
        BEGIN
          SELECT c.condition INTO condition FROM pg_catalog.pg_extension e
            CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(e.extconfig), pg_catalog.unnest(e.extcondition))
              AS c (oid, condition)
            WHERE c.oid OPERATOR(pg_catalog.=) TABLE::pg_catalog.regclass::pg_catalog.oid;
          EXECUTE pg_catalog.concat('DELETE FROM ', TABLE, ' ', condition);
        END $rows$;
        """
            .replace("TABLE", table));
  }
}
