package io.proxpanel.backup.agent.destination.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.destination.Listed;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudAnswerTest {
  private static final String URL = "https://license.example.net";
  private final CloudAnswer answer = new CloudAnswer(new CloudErrors(URL));

  @Test
  void onlyTheFilesThatAreWantedAreKept() throws Exception {
    String list =
        """
        {"count":2,"more":{"backups":[1]},"success":true,"backups":[
          {"id":1,"backup_id":"b1","filename":"a","size_bytes":10,"status":["x",{"y":null}]},
          {"size_bytes":20,"filename":"b","id":2,"backup_id":"b2","tags":{"filename":"no"}}]}
        """;
    assertThat(entries(list, "b")).containsExactly(new CloudEntry(2, "b2", "b", 20));
    assertThat(entries("{\"backups\":null}", "b")).isEmpty();
    assertThat(entries("{\"backups\":[]}", "b")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"success\":false,\"message\":\"no licence\"}|refuses listing the files (no licence)",
        "{\"backups\":[1],\"success\":false}|refuses listing the files (without a reason)",
        "{}|without a usable field \"backups\"",
        "{\"backups\":{}}|without a usable field \"backups\"",
        "{\"backups\":[{}]}|without a usable field \"id\"",
        "{\"backups\":[7]}|without a usable field \"id\"",
        "{\"backups\":[{\"id\":1,\"backup_id\":\"b\",\"filename\":\"f\"}]}|field \"size_bytes\"",
        "{\"backups\":[{\"id\":1e9,\"backup_id\":\"b\",\"filename\":\"f\"}]}|field \"id\"",
        "{\"backups\":[{\"id\":99999999999999999999}]}|field \"id\"",
        "{\"backups\":[{\"id\":1,\"backup_id\":2}]}|field \"backup_id\"",
        "{\"backups\":[{\"id\":1,\"backup_id\":\"b\",\"filename\":[]}]}|field \"filename\"",
        "{\"backups\":[|something that is not JSON ({\"backups\":[)",
        "[]|something that is not JSON ([])",
        "<html>login</html>|something that is not JSON (<html>login</html>)",
      })
  void whatCannotBeUsedIsSaid(String list, String says) {
    assertThatThrownBy(() -> entries(list, "f")).hasMessageContaining(says);
  }

  @Test
  void aFieldWithoutAnEndIsNotRead() {
    assertThatThrownBy(() -> entries("{\"backups\":[{\"filename\":\"" + "x".repeat(700_000), "f"))
        .hasMessageContaining("sends longer fields than such an answer has as the answer to");
    assertThatThrownBy(() -> entries("{\"backups\":" + "[".repeat(70_000), "f"))
        .hasMessageContaining("sends longer fields than such an answer has as the answer to");
  }

  private List<CloudEntry> entries(String list, String wanted) throws Exception {
    return answer.entries(
        new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8)),
        new Listed("the service", wanted::equals));
  }
}
