package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.archive.ArchiveBytes;
import io.proxpanel.backup.agent.archive.ArchiveScanner;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabasePropertiesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ALTER DATABASE panel SET work_mem TO '9MB'; | ALTER DATABASE "new" SET work_mem TO '9MB';
          ALTER DATABASE "my panel" CONNECTION LIMIT = 5; | ALTER DATABASE "new" CONNECTION LIMIT = 5;
          ALTER ROLE radius IN DATABASE panel SET x TO 'IN DATABASE panel'; | ALTER ROLE radius IN DATABASE "new" SET x TO 'IN DATABASE panel';
          COMMENT ON DATABASE panel IS 'x'; | COMMENT ON DATABASE "new" IS 'x';
          GRANT CONNECT,TEMPORARY ON DATABASE panel TO radius; | GRANT CONNECT,TEMPORARY ON DATABASE "new" TO radius;
          REVOKE ALL ON DATABASE panel FROM PUBLIC; | REVOKE ALL ON DATABASE "new" FROM PUBLIC;
          """)
  void whatIsSaidOfTheSourceIsDoneToTheTarget(String statement, String expected) {
    assertThat(DatabaseProperties.inDatabase(statement, "new")).isEqualTo(expected);
  }

  @Test
  void aCommentThatIsTooLongToBeSetAgainIsTold() throws Exception {
    byte[] archive =
        new ArchiveBytes(16, false)
            .defined("COMMENT ON DATABASE d IS '" + "x".repeat(3 << 20) + "';\n")
            .entry(1, "COMMENT", null, "DATABASE d", "")
            .bytes();
    try (ArchiveScanner scanner = new ArchiveScanner()) {
      scanner.write(archive);

      assertThat(DatabaseProperties.notHeld(scanner.summary().contents()))
          .containsExactly(
              new NotRestored("setting of the database", "comment", "it is longer than 512 KiB"));
    }
  }
}
