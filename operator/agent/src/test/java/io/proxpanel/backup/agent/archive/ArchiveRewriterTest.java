package io.proxpanel.backup.agent.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveRewriterTest {
  private static final String DROP = "DROP it;\n";
  private static final RestoreEdits NOTHING =
      new RestoreEdits(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1 << 16})
  void passesOnWhatItHasNothingAgainst(int piece) throws IOException {
    byte[] archive = ArchiveScannerTest.sample(16, true).bytes();

    assertThat(rewrite(archive, NOTHING, piece)).isEqualTo(archive);
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16})
  void takesOutTheDropsOfWhatPartitionsInherit(int minor) throws IOException {
    RestoreEdits edits =
        new RestoreEdits(
            Set.of(new RestoreEdits.Name("public", "acct_1_username_idx")),
            Set.of(
                new RestoreEdits.Name("public", "acct_1 acct_1_pkey"),
                new RestoreEdits.Name("public", "acct_1 stamp")),
            Set.of(),
            Set.of(),
            Set.of());

    assertThat(rewrite(constraints(minor, DROP, DROP, DROP), edits, 1 << 16))
        .isEqualTo(constraints(minor, "", "", ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16})
  void leavesExtensionsOfOthersWhereTheyAre(int minor) throws IOException {
    RestoreEdits edits =
        new RestoreEdits(Set.of(), Set.of(), Set.of("uuid-ossp"), Set.of(), Set.of());
    byte[] archive =
        new ArchiveBytes(minor, false)
            .entry(1, "EXTENSION", null, "uuid-ossp", DROP)
            .entry(2, "EXTENSION", null, "pg_trgm", DROP)
            .entry(3, "COMMENT", null, "EXTENSION \"uuid-ossp\"", "")
            .entry(4, "COMMENT", null, "EXTENSION pg_trgm", "")
            .bytes();

    String text = new String(rewrite(archive, edits, 3), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(text)
        .doesNotContain("CREATE uuid-ossp;")
        .doesNotContain("CREATE EXTENSION \"uuid-ossp\";")
        .contains("CREATE pg_trgm;")
        .contains("CREATE EXTENSION pg_trgm;")
        .containsOnlyOnce(DROP);
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16})
  void leavesSchemasThatStayAsTheyAre(int minor) throws IOException {
    Set<String> kept = Set.of("tenant_a", "tenant b");
    byte[] archive =
        new ArchiveBytes(minor, false)
            .entry(1, "SCHEMA", null, "tenant_a", DROP)
            .entry(2, "SCHEMA", null, "tenant b", DROP)
            .entry(3, "SCHEMA", null, "tenant_c", DROP)
            .entry(4, "COMMENT", null, "SCHEMA tenant_a", "")
            .entry(5, "COMMENT", null, "SCHEMA \"tenant b\"", "")
            .entry(6, "COMMENT", "tenant_a", "TABLE tenant_a", "")
            .entry(7, "TABLE", "tenant_a", "tenant_a2", DROP)
            .bytes();

    RestoreEdits edits = new RestoreEdits(Set.of(), Set.of(), Set.of(), kept, Set.of("tenant b"));

    String text = new String(rewrite(archive, edits, 3), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(text)
        .doesNotContain("CREATE tenant_a;", "CREATE tenant b;", "CREATE SCHEMA \"tenant b\";")
        .contains(
            "CREATE tenant_c;",
            "CREATE SCHEMA tenant_a;",
            "CREATE TABLE tenant_a;",
            "CREATE tenant_a2;");
    assertThat(text.split(DROP, -1)).as("drops of tenant_c and the table").hasSize(3);
  }

  private static byte[] constraints(int minor, String key, String index, String trigger) {
    return new ArchiveBytes(minor, false)
        .entry(1, "TABLE", "public", "acct_1", DROP)
        .entry(2, "CONSTRAINT", "public", "acct acct_pkey", DROP)
        .entry(3, "CONSTRAINT", "public", "acct_1 acct_1_pkey", key)
        .entry(4, "CONSTRAINT", "admin", "acct_1 acct_1_pkey", DROP)
        .entry(5, "INDEX", "public", "acct_1_username_idx", index)
        .entry(6, "TRIGGER", "public", "acct_1 stamp", trigger)
        .tableData(10, "public", "acct_1")
        .rows(10, "1")
        .bytes();
  }

  private static byte[] rewrite(byte[] archive, RestoreEdits edits, int piece) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveRewriter rewriter = new ArchiveRewriter(out, edits)) {
      for (int i = 0; i < archive.length; i += piece) {
        rewriter.write(archive, i, Math.min(piece, archive.length - i));
      }
    }
    return out.toByteArray();
  }
}
