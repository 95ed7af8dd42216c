package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import org.junit.jupiter.api.Test;

class GrantWarningsTest {
  @Test
  void aGrantThatOnlyWarnsIsTold() {
    assertThat(
            GrantWarnings.in(
                """
                psql:<stdin>:9: WARNING:  01007: no privileges were granted for "job"
                LOCATION:  restrict_and_check_grant, aclchk.c:347
                WARNING:  01000: something else for "x"
                """))
        .containsExactly(new NotRestored("grant", "job", "no privileges were granted for \"job\""));
  }
}
