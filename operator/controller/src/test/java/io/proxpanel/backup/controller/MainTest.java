package io.proxpanel.backup.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The process, as far as it comes without a cluster. */
class MainTest {
  private static final String WRONG_PORT =
      "BACKUP_HTTP_PORT is \"x\": write a whole number from 0 to 65535.";

  private record Ended(int exitCode, String log) {}

  private static Ended run(Map<String, String> settings) throws Exception {
    ProcessBuilder process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // The tests have a configuration of their own.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName())
            .redirectErrorStream(true);
    process.environment().keySet().removeIf(name -> name.startsWith("BACKUP_"));
    process.environment().putAll(settings);
    Process main = process.start();
    String log = new String(main.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(main.waitFor(), log);
  }

  @Test
  void saysWhatIsWrongWithItsSettings() throws Exception {
    Ended ended = run(Map.of("BACKUP_HTTP_PORT", "x", "BACKUP_LOG_FORMAT", ""));

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.log().strip()).endsWith("Z ERROR Main " + WRONG_PORT);
  }

  @Test
  void saysItInJson() throws Exception {
    Ended ended = run(Map.of("BACKUP_HTTP_PORT", "x", "BACKUP_LOG_FORMAT", "json"));

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.log())
        .matches(
            "\\{\"time\":\"[0-9-]{10}T[0-9:.]{12}Z\",\"level\":\"ERROR\",\"message\":\"\\Q"
                + WRONG_PORT.replace("\"", "\\\"")
                + "\\E\"\\}\n");
  }

  @Test
  void saysThatThereIsNoSuchFormatOfItsLog() throws Exception {
    Ended ended = run(Map.of("BACKUP_LOG_FORMAT", "xml"));

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.log().strip())
        .endsWith("Z ERROR Main BACKUP_LOG_FORMAT is \"xml\": write one of json, text.");
  }
}
