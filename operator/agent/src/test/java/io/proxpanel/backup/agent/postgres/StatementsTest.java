package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatementsTest {
  @Test
  void quotedSemicolonsEndNothing() {
    assertThat(Statements.split("GRANT ALL ON TABLE \"a;b\" TO x;\nCOMMENT ON x IS 'it''s; so';\n"))
        .containsExactly("GRANT ALL ON TABLE \"a;b\" TO x;", "COMMENT ON x IS 'it''s; so';");
  }

  @Test
  void whatAnotherRoleGrantsStaysWithTheRole() {
    String group =
        "SET SESSION AUTHORIZATION a;\nGRANT SELECT ON TABLE t TO b;\nRESET SESSION AUTHORIZATION;";

    assertThat(Statements.split("GRANT ALL ON TABLE t TO a;\n" + group + "\n"))
        .containsExactly("GRANT ALL ON TABLE t TO a;", group);
    assertThat(Statements.asMember(group))
        .isEqualTo("SET ROLE a;\nGRANT SELECT ON TABLE t TO b;\nRESET ROLE;");
  }
}
