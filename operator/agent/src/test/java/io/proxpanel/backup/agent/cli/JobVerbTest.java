package io.proxpanel.backup.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class JobVerbTest extends CommandTest {
  @Test
  void isEveryVerbOfWhichTheHelpSaysThatItIsOfAJob() {
    List<String> verbs = verbs();
    List<String> ofJobs =
        verbs.stream()
            .filter(verb -> run(verb, "--help").text().contains("from the task in BACKUP_TASK"))
            .toList();

    assertThat(verbs).filteredOn(JobVerb::isWhole).isEqualTo(ofJobs).hasSize(10);
  }

  /** As they are told to a person who wrote one that there is not. */
  private List<String> verbs() {
    Matcher all = Pattern.compile("write one of (.*);").matcher(run("restor").err());
    assertThat(all.find()).isTrue();
    return Arrays.asList(all.group(1).split(", "));
  }

  @Test
  void leavesAllElseToTheParser() {
    assertThat(JobVerb.isWhole()).isFalse();
    assertThat(JobVerb.isWhole("--version")).isFalse();
    assertThat(JobVerb.isWhole("backup", "--help")).isFalse();
  }
}
