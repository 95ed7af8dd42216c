package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveBytes;
import io.proxpanel.backup.agent.archive.ArchiveContents;
import io.proxpanel.backup.agent.archive.ArchiveContents.Name;
import io.proxpanel.backup.agent.archive.ArchiveRewriter;
import io.proxpanel.backup.agent.archive.ArchiveScanner;
import io.proxpanel.backup.contract.RestoreOptions.Owners;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestoreEditsTest {
  private static final String DEFINER =
      "CREATE FUNCTION public.pay() RETURNS void\n    LANGUAGE sql SECURITY DEFINER\n    AS $$x$$;\n";

  private final Map<String, TargetFacts.Role> roles =
      new HashMap<>(
          Map.of(
              "panel", new TargetFacts.Role(false, true),
              "postgres", new TargetFacts.Role(true, false),
              "stranger", new TargetFacts.Role(false, false)));
  private final Map<Name, TargetFacts.Owner> present = new HashMap<>();
  private final Map<String, Boolean> extensionTables = new HashMap<>();
  private boolean superuser;

  @Test
  void extensionsOfOthersStayWithTheirComments() throws Exception {
    present.put(new Name("EXTENSION", "", "uuid-ossp"), new TargetFacts.Owner("postgres", false));
    String text =
        rewritten(
            new ArchiveBytes(16, false)
                .entry(1, "EXTENSION", null, "uuid-ossp", "DROP EXTENSION \"uuid-ossp\";\n")
                .entry(2, "EXTENSION", null, "pg_trgm", "DROP EXTENSION pg_trgm;\n")
                .about(1)
                .entry(3, "COMMENT", null, "EXTENSION \"uuid-ossp\"", "")
                .about(2)
                .entry(4, "COMMENT", null, "EXTENSION pg_trgm", ""));

    assertThat(text).doesNotContain("uuid-ossp").contains("CREATE pg_trgm;", "EXTENSION pg_trgm");
  }

  @Test
  void aFunctionThatOnlySuperusersMakeMayBeMissing() throws Exception {
    ArchiveBytes archive =
        new ArchiveBytes(16, false)
            .defined(
                "CREATE FUNCTION public.f() RETURNS void\n    LANGUAGE sql LEAKPROOF\n    AS 'x';\n")
            .entry(1, "FUNCTION", "public", "f()", "DROP FUNCTION public.f();\n")
            .defined("CREATE FUNCTION public.g() RETURNS void\n    LANGUAGE sql\n    AS 'x';\n")
            .entry(2, "FUNCTION", "public", "g()", "DROP FUNCTION public.g();\n");
    ArchiveScanner scanner = new ArchiveScanner();
    scanner.write(archive.bytes());
    ArchiveContents contents = scanner.summary().contents();
    RestoreEdits edits = edits(archive, Owners.Keep);
    rewriter(new ByteArrayOutputStream(), edits, archive).write(archive.bytes());

    assertThat(contents.items()).extracting(edits::leavesOut).containsExactly(true, false);
  }

  @Test
  void statisticsOfThePlannerAreLeftToAnalyze() throws Exception {
    ArchiveBytes archive =
        new ArchiveBytes(16, false)
            .entry(1, "TABLE", "public", "a", "DROP TABLE a;\n")
            .defined(
                "SELECT * FROM pg_catalog.pg_restore_relation_stats('schemaname', 'public');\n")
            .about(1)
            .entry(2, "STATISTICS DATA", "public", "a", "");

    assertThat(rewritten(archive)).contains("CREATE a;").doesNotContain("pg_restore_relation");
    assertThat(edits(archive, Owners.Keep).notRestored()).isEmpty();
  }

  @Test
  void schemasThatAreThereAreNotMadeAndGetTheirOwner() throws Exception {
    present.put(new Name("SCHEMA", "", "reports"), new TargetFacts.Owner("panel", true));
    present.put(new Name("SCHEMA", "", "jobs"), new TargetFacts.Owner("postgres", false));
    roles.put("analyst", new TargetFacts.Role(false, true));
    String text =
        rewritten(
            new ArchiveBytes(16, false)
                .owner("analyst")
                .entry(1, "SCHEMA", null, "reports", "DROP SCHEMA reports;\n")
                .entry(2, "SCHEMA", null, "jobs", "DROP SCHEMA jobs;\n")
                .entry(3, "SCHEMA", null, "other", "DROP SCHEMA other;\n"));

    assertThat(text)
        .contains("DROP SCHEMA reports;", "CREATE other;", "analyst")
        .doesNotContain("CREATE reports;", "jobs");
  }

  @Test
  void ownersThatCannotBeSetAreTold() throws Exception {
    ArchiveBytes archive =
        new ArchiveBytes(16, false)
            .owner("stranger")
            .entry(1, "TABLE", "public", "a", "DROP TABLE a;\n")
            .entry(2, "VIEW", "public", "b", "DROP VIEW b;\n")
            .owner("gone")
            .entry(3, "TABLE", "public", "c", "DROP TABLE c;\n");

    assertThat(edits(archive, Owners.Keep).notRestored())
        .containsExactly(
            new NotRestored(
                "owner", "\"stranger\" of 2 objects", "\"panel\" is not a member of that role"),
            new NotRestored("owner", "\"gone\" of 1 object", "no such role"));
    assertThat(edits(archive, Owners.Login).notRestored()).isEmpty();
    assertThat(rewritten(archive)).doesNotContain("stranger", "gone");
  }

  @Test
  void grantsMayFailOneByOne() throws Exception {
    String text =
        rewritten(
            new ArchiveBytes(16, false)
                .entry(1, "TABLE", "public", "a", "DROP TABLE a;\n")
                .about(1)
                .defined(
                    "GRANT SELECT ON TABLE public.a TO x;\nGRANT ALL ON TABLE public.a TO y;\n")
                .entry(2, "ACL", "public", "TABLE a", ""));

    assertThat(text.split("EXCEPTION WHEN insufficient_privilege", -1)).hasSize(3);
    assertThat(text).contains("GRANT SELECT ON TABLE public.a TO x;");
  }

  @Test
  void rowsOfExtensionsReplaceThoseThatAreThere() throws Exception {
    extensionTables.put("tick.job", true);
    extensionTables.put("tick.secret", false);
    ArchiveBytes archive =
        new ArchiveBytes(16, false)
            .tableData(1, "tick", "job")
            .tableData(2, "tick", "secret")
            .rows(1, "x")
            .rows(2, "y");

    assertThat(rewritten(archive))
        .contains("DELETE FROM ", "'\"tick\".\"job\"'", "COPY job FROM stdin")
        .doesNotContain("COPY secret");
    assertThat(edits(archive, Owners.Keep).notRestored())
        .containsExactly(
            new NotRestored(
                "rows",
                "tick.secret",
                "it belongs to an extension of another role and was left as it is"));
  }

  @Test
  void functionsOfLessPowerfulOwnersAreNotTakenOver() {
    superuser = true;
    roles.remove("panel");
    ArchiveBytes archive =
        new ArchiveBytes(16, false)
            .defined(DEFINER)
            .entry(1, "FUNCTION", "public", "pay()", "DROP FUNCTION pay();\n");

    assertThatThrownBy(() -> edits(archive, Owners.Keep))
        .isInstanceOf(AgentException.class)
        .hasMessage(
            "Functions that run with the privileges of their owner (SECURITY DEFINER) would come to"
                + " \"login\", who may do more, and the database is as it was: public.pay() of"
                + " \"panel\"; make the roles that are missing first: CREATE ROLE \"panel\";");
    roles.put("panel", new TargetFacts.Role(false, false));
    assertThatThrownBy(() -> edits(archive, Owners.Login))
        .hasMessageContaining("log in with a role that may give them to their owners");
  }

  @Test
  void whatStaysBecauseItIsOfOthersIsTold() throws Exception {
    present.put(new Name("FUNCTION", "public", "log()"), new TargetFacts.Owner("postgres", false));
    present.put(new Name("SUBSCRIPTION", "", "feed"), new TargetFacts.Owner("panel", true));
    ArchiveBytes archive =
        new ArchiveBytes(16, false)
            .entry(1, "FUNCTION", "public", "log()", "DROP FUNCTION log();\n")
            .entry(2, "SUBSCRIPTION", null, "feed", "DROP SUBSCRIPTION feed;\n");

    assertThat(edits(archive, Owners.Keep).notRestored())
        .containsExactly(
            new NotRestored(
                "function", "public.log()", "it belongs to \"postgres\" and was left as it is"),
            new NotRestored(
                "subscription",
                "feed",
                "it stays as it is: ALTER SUBSCRIPTION … REFRESH PUBLICATION makes it go on"));
    assertThat(edits(archive, Owners.Keep).removed()).isEqualTo(2);
  }

  @Test
  void codeOfATenantDoesNotRunAsAnotherRole() {
    roles.put("acme", new TargetFacts.Role(false, true));
    ArchiveBytes archive =
        new ArchiveBytes(16, false)
            .owner("acme")
            .entry(1, "FUNCTION", "tenant_acme", "check()", "DROP FUNCTION x;\n");

    assertThatThrownBy(() -> edits(archive, "tenant_acme", Owners.Keep))
        .hasMessage(
            "The function tenant_acme.check() of the role \"acme\" has code, which would run as"
                + " \"panel\" during the restore and reach more than the tenant may, and the"
                + " database is as it was: restore this tenant with the role \"acme\""
                + " (database.username).");
  }

  @Test
  void whoIsGivenSomethingInASchemaMayCreateThereMeanwhile() throws Exception {
    roles.put("app", new TargetFacts.Role(false, true));
    ArchiveBytes archive =
        new ArchiveBytes(16, false)
            .entry(1, "SCHEMA", null, "s", "DROP SCHEMA s;\n")
            .owner("app")
            .entry(2, "TABLE", "s", "t", "DROP TABLE t;\n");
    RestoreEdits edits = edits(archive, Owners.Keep);

    assertThat(rewritten(archive)).contains("GRANT USAGE, CREATE ON SCHEMA \"s\" TO \"app\";");
    assertThat(edits.owners().revocations())
        .contains("REVOKE USAGE, CREATE ON SCHEMA \"s\" FROM \"app\"");
    assertThat(edits.owners().revocations()).isEmpty();
  }

  private String rewritten(ArchiveBytes archive) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveRewriter rewriter = rewriter(out, edits(archive, Owners.Keep), archive)) {
      rewriter.write(archive.bytes());
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static ArchiveRewriter rewriter(
      OutputStream out, RestoreEdits edits, ArchiveBytes archive) {
    return new ArchiveRewriter(out, edits, () -> new ByteArrayInputStream(archive.bytes()));
  }

  private RestoreEdits edits(ArchiveBytes archive, Owners owners) throws Exception {
    return edits(archive, null, owners);
  }

  private RestoreEdits edits(ArchiveBytes archive, String tenantSchema, Owners owners)
      throws Exception {
    try (ArchiveScanner scanner = new ArchiveScanner()) {
      scanner.write(archive.bytes());
      ArchiveContents contents = scanner.summary().contents();
      return new RestoreEdits(
          RestoreScope.of(contents, tenantSchema, "proisp_full_x", java.util.Optional.empty()),
          new TargetFacts(
              superuser ? "login" : "panel",
              superuser,
              "owner",
              roles,
              present,
              extensionTables,
              Set.of()),
          owners);
    }
  }
}
