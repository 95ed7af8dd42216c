package io.proxpanel.backup.agent.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasOfArchiveTest {
  private static final String LEFT =
      ": nothing was touched; choose a backup of this tenant, or restore without one.";

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16})
  void acceptsASchemaWithAllThatConcernsIt(int minor) throws Exception {
    schemas(tenant(minor, "tenant_a", "tenant_a")).requireOnly("tenant_a");
    schemas(tenant(minor, "tenant \"é\"", "\"tenant \"\"é\"\"\"")).requireOnly("tenant \"é\"");
  }

  @Test
  void acceptsTablesOfTheSchemaAlone() throws Exception {
    schemas(preamble(16).entry(10, "TABLE", "tenant_a", "t", "")).requireOnly("tenant_a");
  }

  @Test
  void namesTheSchemaThatIsThereInstead() {
    refused(
        tenant(16, "tenant_b", "tenant_b"),
        "The file holds the schema \"tenant_b\", and this Restore is for \"tenant_a\"");
  }

  @Test
  void namesTheFirstEntryOutside() {
    refused(
        tenant(16, "tenant_a", "tenant_a")
            .entry(30, "TABLE", "admin", "tenants", "")
            .entry(31, "TABLE", "public", "plans", ""),
        "The file holds TABLE admin.tenants, which is outside the schema \"tenant_a\" that this"
            + " Restore is for");
    refused(
        preamble(16)
            .entry(10, "SCHEMA", null, "admin", "")
            .entry(11, "SCHEMA", null, "tenant_a", "")
            .entry(12, "TABLE", "tenant_a", "t", ""),
        "The file holds SCHEMA admin, which is outside the schema \"tenant_a\" that this Restore"
            + " is for");
  }

  @ParameterizedTest
  @CsvSource({
    "EXTENSION, , pg_trgm, EXTENSION pg_trgm",
    "COMMENT, , EXTENSION pg_trgm, COMMENT EXTENSION pg_trgm",
    "COMMENT, , SCHEMA tenant_a2, COMMENT SCHEMA tenant_a2",
    "ACL, , LANGUAGE plpgsql, ACL LANGUAGE plpgsql",
    "BLOB, , 4711, BLOB 4711",
    "PUBLICATION TABLE, tenant_a, all t, PUBLICATION TABLE tenant_a.all t",
    "TABLE, tenant_A, t, TABLE tenant_A.t"
  })
  void takesNothingForTheTenantsThatIsNot(String kind, String schema, String tag, String words) {
    refused(
        tenant(15, "tenant_a", "tenant_a").entry(40, kind, schema, tag, ""),
        "The file holds "
            + words
            + ", which is outside the schema \"tenant_a\" that this Restore is for");
  }

  @Test
  void refusesAnArchiveWithNothingInIt() {
    refused(
        preamble(16), "The file holds nothing of the schema \"tenant_a\" that this Restore is for");
  }

  private static ArchiveBytes preamble(int minor) {
    return new ArchiveBytes(minor, false)
        .entry(1, "ENCODING", null, "ENCODING", "")
        .entry(2, "STDSTRINGS", "", "STDSTRINGS", "")
        .entry(3, "SEARCHPATH", null, "SEARCHPATH", "")
        .entry(4, "DATABASE", null, "panel", "")
        .entry(5, "DATABASE PROPERTIES", null, "panel", "")
        .entry(6, "COMMENT", null, "DATABASE panel", "");
  }

  private static ArchiveBytes tenant(int minor, String name, String quoted) {
    return preamble(minor)
        .entry(10, "SCHEMA", null, name, "")
        .entry(11, "COMMENT", null, "SCHEMA " + quoted, "")
        .entry(12, "ACL", "", "SCHEMA " + quoted, "")
        .entry(13, "TABLE", name, "t", "")
        .entry(14, "COMMENT", name, "TABLE t", "")
        .entry(15, "FK CONSTRAINT", name, "t t_plan_fkey", "");
  }

  private static void refused(ArchiveBytes archive, String sentence) {
    assertThatThrownBy(() -> schemas(archive).requireOnly("tenant_a"))
        .isInstanceOfSatisfying(
            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OutsideTenant))
        .hasMessage(sentence + LEFT);
  }

  private static SchemasOfArchive schemas(ArchiveBytes archive) throws AgentException, IOException {
    try (ArchiveScanner scanner = new ArchiveScanner()) {
      scanner.write(archive.bytes());
      return scanner.summary().schemas();
    }
  }
}
