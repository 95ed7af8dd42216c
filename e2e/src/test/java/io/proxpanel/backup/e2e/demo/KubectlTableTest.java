package io.proxpanel.backup.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class KubectlTableTest {
  @Test
  void showsTheColumnsThatKubectlShowsWithoutBeingAskedForMore() throws IOException {
    String table =
        """
        {"columnDefinitions": [
           {"name": "Name", "priority": 0}, {"name": "FILE", "priority": 1},
           {"name": "SIZE", "priority": 0}, {"name": "MESSAGE", "priority": 0}],
         "rows": [
           {"cells": ["nightly", "a.bak", "96 MiB", null]},
           {"cells": ["x", "b.bak", null, "no connection"]}]}
        """;

    assertThat(KubectlTable.format(new ObjectMapper().readTree(table)))
        .isEqualTo(
            """
            NAME      SIZE     MESSAGE
            nightly   96 MiB
            x                  no connection
            """);
  }
}
