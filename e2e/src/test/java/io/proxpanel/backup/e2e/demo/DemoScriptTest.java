package io.proxpanel.backup.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the command answers before it does anything. */
class DemoScriptTest {
  private record Answer(int code, String text) {}

  private static Answer demo(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("./demo"));
    command.addAll(Arrays.asList(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }

  @Test
  void saysItsOptions() throws Exception {
    Answer help = demo("--help");

    assertThat(help.code()).isZero();
    assertThat(help.text())
        .startsWith("Shows the main job on this machine")
        .contains("--subscribers N ", "--keep ")
        .doesNotContain("set -euo");
    assertThat(new File("demo")).isExecutable();
  }

  @Test
  void refusesAnOptionThatItDoesNotHave() throws Exception {
    assertThat(demo("--subscriber", "3"))
        .isEqualTo(new Answer(1, "There is no option \"--subscriber\": see e2e/demo --help.\n"));
  }

  @Test
  void refusesASizeThatIsNone() throws Exception {
    for (String size : List.of("0", "-3", "many", "10000000", "")) {
      assertThat(demo("--subscribers", size))
          .isEqualTo(
              new Answer(
                  1,
                  "--subscribers needs a number from 1 to 9999999, and got \"" + size + "\".\n"));
    }
    assertThat(demo("--subscribers").text()).contains("and got \"\".");
  }
}
