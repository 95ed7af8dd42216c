package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveContents;
import io.proxpanel.backup.agent.archive.ArchiveContents.Item;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * To whom the objects of an archive are given: as it was, as far as the role that restores may.
 * What would let a role's code run with more rights than the role had is refused.
 */
final class OwnersOfArchive {
  private final ArchiveContents contents;
  private final TargetFacts target;
  private final RestoreOptions.Owners policy;
  private final Set<Integer> removed;
  private final Optionally optionally;
  private final Map<String, Set<String>> creators = new TreeMap<>();
  private final List<NotRestored> lost = new ArrayList<>();
  private boolean revoked;

  /**
   * Decides.
   *
   * @param removed entries of the archive that are not restored
   * @param optionally makes statements that may fail alone
   * @throws AgentException {@code RestoreRefused} where a function would come to a more powerful
   *     owner, or a tenant's code would run as another role
   */
  OwnersOfArchive(
      RestoreScope scope,
      TargetFacts target,
      RestoreOptions.Owners policy,
      Set<Integer> removed,
      Optionally optionally)
      throws AgentException {
    this.contents = scope.contents();
    this.target = target;
    this.policy = policy;
    this.removed = removed;
    this.optionally = optionally;
    decideLost();
    refuseMorePowerfulOwners();
    refuseCodeOfTenants(scope);
    decideCreators();
  }

  /** Owners that are not as they were. */
  List<NotRestored> lost() {
    return List.copyOf(lost);
  }

  /** What lets the owners of objects have them in schemas that are there, before the script. */
  String grantsInPresentSchemas() {
    StringBuilder all = new StringBuilder();
    for (String schema : creators.keySet()) {
      if (target.present().containsKey(new ArchiveContents.Name("SCHEMA", "", schema))
          || schema.equals("public")) {
        all.append(grants(schema));
      }
    }
    return all.toString();
  }

  /** Takes these grants back, where no entry of the archive did so; empty if one did. */
  String revocations() {
    if (revoked) {
      return "";
    }
    revoked = true;
    StringBuilder all = new StringBuilder();
    creators.forEach(
        (schema, roles) ->
            roles.forEach(
                role ->
                    all.append(
                        optionally.block(
                            "schema",
                            Optionally.bytes(schema),
                            "REVOKE USAGE, CREATE ON SCHEMA "
                                + Optionally.bytes(DumpScope.quoted(schema))
                                + " FROM "
                                + Optionally.bytes(DumpScope.quoted(role))))));
    return all.toString();
  }

  private void decideLost() {
    if (policy == RestoreOptions.Owners.Login) {
      return;
    }
    Map<String, Integer> byRole = new LinkedHashMap<>();
    for (Item item : contents.items()) {
      if ((TargetInventory.KINDS.contains(item.kind()) || item.kind().startsWith("BLOB"))
          && !item.kind().equals("EXTENSION")
          && !removed.contains(item.dumpId())
          && !item.owner().isEmpty()
          && !keeps(item.owner())
          && !item.owner().equals(target.login())) {
        byRole.merge(item.owner(), 1, Integer::sum);
      }
    }
    byRole.forEach(
        (role, count) ->
            lost.add(
                new NotRestored(
                    "owner",
                    "\"" + role + "\" of " + count + (count == 1 ? " object" : " objects"),
                    target.roles().containsKey(role)
                        ? "\"" + target.login() + "\" is not a member of that role"
                        : RestoreEdits.NO_SUCH_ROLE)));
  }

  private void refuseMorePowerfulOwners() throws AgentException {
    List<String> refused = new ArrayList<>();
    Set<String> missing = new LinkedHashSet<>();
    for (Item item : contents.items()) {
      if (contents.securityDefiners().contains(item.dumpId())
          && !removed.contains(item.dumpId())
          && !keeps(item.owner())
          && isMorePowerful(item.owner())) {
        refused.add(item.name() + " of \"" + item.owner() + "\"");
        if (!target.roles().containsKey(item.owner())) {
          missing.add("CREATE ROLE " + DumpScope.quoted(item.owner()) + ";");
        }
      }
    }
    if (!refused.isEmpty()) {
      throw new AgentException(
          ErrorCode.RestoreRefused,
          "Functions that run with the privileges of their owner (SECURITY DEFINER) would come to"
              + " \""
              + target.login()
              + "\", who may do more, and the database is as it was: "
              + ScopeClearing.named(refused)
              + "; "
              + (missing.isEmpty()
                  ? "log in with a role that may give them to their owners."
                  : "make the roles that are missing first: " + String.join(" ", missing)));
    }
  }

  /**
   * A tenant's file is the tenant's: what it has of checks and functions would run as the role that
   * restores, and reach what the tenant cannot.
   */
  private void refuseCodeOfTenants(RestoreScope scope) throws AgentException {
    if (scope.extent() != RestoreScope.Extent.SCHEMA) {
      return;
    }
    for (Item item : contents.items()) {
      String owner = item.owner();
      TargetFacts.Role role = target.roles().get(owner);
      if (contents.withCode().contains(item.dumpId())
          && !removed.contains(item.dumpId())
          && !owner.equals(target.login())
          && !owner.equals(target.databaseOwner())
          && (role == null || !role.superuser())) {
        throw new AgentException(
            ErrorCode.RestoreRefused,
            "The "
                + item.inWords()
                + " of the role \""
                + owner
                + "\" has code, which would run as \""
                + target.login()
                + "\" during the restore and reach more than the tenant may, and the database is as"
                + " it was: restore this tenant with the role \""
                + owner
                + "\" (database.username)"
                + (role == null ? ", which has to be made first." : "."));
      }
    }
  }

  /** Whether the role that restores may do more than the owner in the backup could. */
  private boolean isMorePowerful(String owner) {
    if (owner.equals(target.login())) {
      return false;
    }
    TargetFacts.Role role = target.roles().get(owner);
    if (target.superuser()) {
      return role == null || !role.superuser();
    }
    // Who restores into a database of their own may do no more than its owner could.
    return role == null ? !owner.equals(contents.databaseOwner()) : !role.superuser();
  }

  /** Who must be able to create in a schema for being given what is there. */
  private void decideCreators() {
    if (target.superuser() || policy == RestoreOptions.Owners.Login) {
      return;
    }
    Map<String, String> ownersOfSchemas = new HashMap<>();
    contents.ofKind("SCHEMA").forEach(item -> ownersOfSchemas.put(item.tag(), item.owner()));
    for (Item item : contents.items()) {
      String schema = item.schema();
      if (schema != null
          && !schema.isEmpty()
          && TargetInventory.KINDS.contains(item.kind())
          && keeps(item.owner())
          && !item.owner().equals(target.login())
          && !item.owner().equals(ownersOfSchemas.get(schema))) {
        creators.computeIfAbsent(schema, none -> new LinkedHashSet<>()).add(item.owner());
      }
    }
  }

  String grants(String schema) {
    StringBuilder all = new StringBuilder();
    for (String role : creators.getOrDefault(schema, Set.of())) {
      all.append("GRANT USAGE, CREATE ON SCHEMA ")
          .append(Optionally.bytes(DumpScope.quoted(schema)))
          .append(" TO ")
          .append(Optionally.bytes(DumpScope.quoted(role)))
          .append(";\n");
    }
    return all.toString();
  }

  boolean keeps(String owner) {
    return owner.isEmpty() || (policy == RestoreOptions.Owners.Keep && target.canGiveTo(owner));
  }
}
