package io.proxpanel.backup.agent.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveContentsTest {
  @Test
  void knowsWhatARestoreHasToKnow() throws Exception {
    ArchiveContents contents =
        contents(
            new ArchiveBytes(16, false)
                .owner("boss")
                .entry(1, "DATABASE", null, "panel", "")
                .defined("ALTER DATABASE panel SET work_mem TO '9MB';\n")
                .entry(2, "DATABASE PROPERTIES", null, "panel", "")
                .owner("panel")
                .defined("CREATE TABLE public.acct (\n    id integer\n)\nPARTITION BY LIST (id);\n")
                .entry(3, "TABLE", "public", "acct", "")
                .entry(4, "TABLE", "public", "acct_1", "")
                .defined(
                    "GRANT SELECT ON TABLE public.acct_1 TO \"ra\"\"dius\" WITH GRANT OPTION;\n")
                .about(4)
                .entry(5, "ACL", "public", "TABLE acct_1", "")
                .tableData(10, "public", "acct_1")
                .rows(10, "1", "2"));

    assertThat(contents.databaseOwner()).isEqualTo("boss");
    assertThat(contents.database())
        .containsEntry("DATABASE PROPERTIES", "ALTER DATABASE panel SET work_mem TO '9MB';\n");
    assertThat(contents.partitioned()).containsExactly(3);
    assertThat(contents.roles()).containsExactly("boss", "panel", "ra\"dius");
    assertThat(contents.rows()).containsEntry(10, 2L);
    assertThat(contents.items().get(4).dependencies()).containsExactly(4);
    assertThat(contents.items().get(3).inWords()).isEqualTo("table public.acct_1");
  }

  static Stream<Arguments> entries() {
    return Stream.of(
        arguments(
            "ACL",
            """
            GRANT SELECT ON TABLE t TO radius;
            SET SESSION AUTHORIZATION "Graf""ana";
            GRANT SELECT ON TABLE t TO PUBLIC;
            """,
            List.of("Graf\"ana", "panel", "radius")),
        arguments(
            "DEFAULT ACL",
            "ALTER DEFAULT PRIVILEGES FOR ROLE boss IN SCHEMA s GRANT SELECT ON TABLES TO ops;\n",
            List.of("boss", "ops", "panel")),
        arguments(
            "POLICY",
            "CREATE POLICY \"a TO b\" ON public.\"T\" AS RESTRICTIVE FOR SELECT TO one, \"t,wo\""
                + " USING ((n TO x));\n",
            List.of("one", "panel", "t,wo")),
        arguments("POLICY", "CREATE POLICY p ON public.t USING (true);\n", List.of("panel")),
        arguments("POLICY", "CREATE POLICY \"p", List.of("panel")),
        arguments(
            "USER MAPPING",
            "CREATE USER MAPPING FOR radius SERVER s;\n",
            List.of("panel", "radius")),
        arguments("USER MAPPING", "CREATE USER MAPPING FOR public SERVER s;\n", List.of("panel")),
        arguments(
            "DATABASE PROPERTIES",
            """
            ALTER DATABASE d SET x TO 'y';
            ALTER ROLE "näs" IN DATABASE d SET x TO 'y';
            """,
            List.of("näs", "panel")),
        arguments(
            "TABLE", "CREATE TABLE t (a text DEFAULT '\nALTER ROLE no one');\n", List.of("panel")));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void knowsTheRolesThatAnEntryNeeds(String kind, String statements, List<String> roles)
      throws Exception {
    ArchiveContents contents =
        contents(new ArchiveBytes(16, false).defined(statements).entry(1, kind, "public", "t", ""));

    assertThat(contents.roles()).containsExactlyElementsOf(roles);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE FUNCTION public.f() RETURNS void\n    LANGUAGE sql SECURITY DEFINER\n    AS $$x$$;\n",
        "CREATE FUNCTION public.f() RETURNS void\n    LANGUAGE sql SECURITY DEFINER\n    BEGIN ATOMIC x END;\n"
      })
  void seesFunctionsThatRunAsTheirOwner(String definition) throws Exception {
    assertThat(function(definition).securityDefiners()).containsExactly(1);
  }

  @Test
  void isNotMistakenAboutABodyThatSpeaksOfIt() throws Exception {
    assertThat(
            function(
                    "CREATE FUNCTION public.f() RETURNS void\n    LANGUAGE sql\n    AS $$select '"
                        + " SECURITY DEFINER'$$;\n")
                .securityDefiners())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TABLE | CREATE TABLE t (i integer, CONSTRAINT c CHECK (f(i))); | true
          TABLE | CREATE TABLE t (i integer GENERATED ALWAYS AS (f(j)) STORED); | true
          TABLE | CREATE TABLE t (i integer DEFAULT 1 NOT NULL); | false
          INDEX | CREATE INDEX i ON t USING btree (lower(x)); | true
          INDEX | CREATE INDEX i ON t USING btree (x) WHERE (f(x)); | true
          INDEX | CREATE INDEX i ON t USING btree (x, y); | false
          FUNCTION | CREATE FUNCTION f() | true
          SEQUENCE | CREATE SEQUENCE s | false
          """)
  void knowsWhatRunsCodeWhileItIsRestored(String kind, String definition, boolean code)
      throws Exception {
    ArchiveContents contents =
        contents(new ArchiveBytes(15, false).defined(definition).entry(1, kind, "t", "x", ""));

    assertThat(contents.withCode().contains(1)).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"true,false,true", "false,true,false", "true,true,true", "false,false,false"})
  void knowsOfALongFunctionWhetherItRunsAsItsOwner(boolean clause, boolean inBody, boolean definer)
      throws Exception {
    String arguments = "x text DEFAULT '" + "y".repeat(TocParser.LONG) + "'";
    ArchiveContents contents =
        function(
            "CREATE FUNCTION public.f("
                + arguments
                + ") RETURNS void\n    LANGUAGE sql"
                + (clause ? " SECURITY DEFINER" : "")
                + "\n    AS $$select '"
                + (inBody ? " SECURITY DEFINER" : "")
                + "'$$;\n");

    assertThat(contents.securityDefiners().contains(1)).isEqualTo(definer);
    assertThat(contents.withCode()).containsExactly(1);
  }

  @Test
  void takesALongDefinitionForCodeAndKnowsWhetherItIsPartitioned() throws Exception {
    String columns = "CREATE TABLE t (\n    a text DEFAULT '" + "y".repeat(TocParser.LONG) + "'\n)";
    ArchiveContents contents =
        contents(
            new ArchiveBytes(16, false)
                .defined(columns + "\nPARTITION BY LIST (a);\n")
                .entry(1, "TABLE", "public", "t", "")
                .defined(columns + ";\n")
                .entry(2, "TABLE", "public", "u", "")
                .defined("COMMENT ON TABLE t IS '" + "y".repeat(TocParser.LONG) + "';\n")
                .entry(3, "COMMENT", "public", "TABLE t", ""));

    assertThat(contents.withCode()).containsExactlyInAnyOrder(1, 2);
    assertThat(contents.partitioned()).containsExactly(1);
    assertThat(contents.notHeld()).isEmpty();
  }

  @Test
  void doesNotHalfHoldWhatIsAboutTheDatabase() throws Exception {
    String comment = "COMMENT ON DATABASE d IS '";
    ArchiveContents contents =
        contents(
            new ArchiveBytes(16, false)
                .defined(comment + "y".repeat(ArchiveContents.LONGEST_STATEMENTS) + "';\n")
                .entry(1, "COMMENT", null, "DATABASE d", "")
                .defined("GRANT CONNECT ON DATABASE d TO radius;\n")
                .entry(2, "ACL", null, "DATABASE d", ""));

    assertThat(contents.database())
        .isEqualTo(Map.of("ACL", "GRANT CONNECT ON DATABASE d TO radius;\n"));
    assertThat(contents.notHeld()).containsExactly("COMMENT");
  }

  @Test
  void readsTheRolesOfGrants() {
    assertThat(
            ArchiveContents.grantees(
                "REVOKE ALL ON FUNCTION f() FROM PUBLIC;\nGRANT ALL ON FUNCTION f() TO grafana;\n"))
        .isEqualTo(List.of("PUBLIC", "grafana"));
  }

  private static ArchiveContents function(String definition) throws Exception {
    return contents(
        new ArchiveBytes(16, false).defined(definition).entry(1, "FUNCTION", "public", "f()", ""));
  }

  private static ArchiveContents contents(ArchiveBytes archive) throws Exception {
    try (ArchiveScanner scanner = new ArchiveScanner()) {
      scanner.write(archive.bytes());
      return scanner.summary().contents();
    }
  }
}
