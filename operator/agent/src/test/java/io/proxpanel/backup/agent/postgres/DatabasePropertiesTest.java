package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

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
}
