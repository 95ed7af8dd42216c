package io.proxpanel.backup.agent.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ArchivePrivilegesTest {
  private static final String GRANT = "GRANT SELECT ON TABLE s.t TO radius;\n";

  @Test
  void thoseOfObjectsAreTakenWhateverElseIsThere() throws IOException {
    byte[] archive =
        new ArchiveBytes(16, false)
            .defined("COMMENT ON TABLE s.t IS '" + "y".repeat(TocParser.LONG) + "';\n")
            .entry(1, "COMMENT", "s", "TABLE t", "")
            .defined(GRANT)
            .entry(2, "ACL", "s", "TABLE t", "")
            .entry(3, "ACL", null, "DATABASE d", "")
            .bytes();
    try (ArchivePrivileges privileges = new ArchivePrivileges()) {
      privileges.write(archive);

      assertThat(privileges.statements()).containsExactly(GRANT);
    }
  }

  @Test
  void thoseThatAreTooLongToBeHeldAreNotHalfTaken() throws IOException {
    byte[] archive =
        new ArchiveBytes(16, false)
            .defined(GRANT.repeat(20_000))
            .entry(2, "ACL", "s", "TABLE t", "")
            .bytes();
    try (ArchivePrivileges privileges = new ArchivePrivileges()) {
      assertThatThrownBy(() -> privileges.write(archive))
          .isInstanceOf(IOException.class)
          .hasMessage("the privileges of s.TABLE t fill more than 512 KiB");
    }
  }
}
