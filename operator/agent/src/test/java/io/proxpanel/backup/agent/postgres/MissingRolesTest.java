package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MissingRolesTest {
  @Test
  void saysNothingWhereAllAreThere() {
    assertThat(MissingRoles.warning(Set.of(), "panel")).isNull();
  }

  @Test
  void saysWhatToRun() {
    assertThat(MissingRoles.warning(Set.of("ra\"dius"), "panel"))
        .isEqualTo(
            "The server lacks a role that objects of the backup need: what it owned comes to"
                + " \"panel\", and what was granted to it is left out. To have that as it was, run"
                + " CREATE ROLE \"ra\"\"dius\"; there and restore again.");
    assertThat(MissingRoles.warning(new TreeSet<>(Set.of("a", "b")), "panel"))
        .isEqualTo(
            "The server lacks 2 roles that objects of the backup need: what they owned comes to"
                + " \"panel\", and what was granted to them is left out. To have that as it was, run"
                + " CREATE ROLE \"a\"; CREATE ROLE \"b\"; there and restore again.");
  }

  @Test
  void namesTheFirstOfMany() {
    Set<String> many =
        IntStream.range(100, 125)
            .mapToObj(i -> "r" + i)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(MissingRoles.warning(many, "panel"))
        .contains("CREATE ROLE \"r119\"; and 5 more like it there")
        .doesNotContain("r120");
  }
}
