package io.proxpanel.backup.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * One command line, run in this process.
 *
 * @param exit its exit code
 * @param out what came out on standard output
 * @param err what came out on standard error
 */
@SuppressWarnings("ArrayRecordComponent") // runs are not compared
record CommandRun(int exit, byte[] out, String err) {

  static CommandRun of(Path scratch, String... arguments) {
    return withInput(scratch, new byte[0], arguments);
  }

  static CommandRun withInput(Path scratch, byte[] input, String... arguments) {
    return withInput(scratch, new ByteArrayInputStream(input), new Cleanup(), arguments);
  }

  static CommandRun withInput(
      Path scratch, InputStream input, Cleanup cleanup, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            input, out, new PrintStream(err, true, StandardCharsets.UTF_8), scratch, cleanup);
    int exit = new AgentCommand(console).run(arguments);
    return new CommandRun(exit, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  String text() {
    return new String(out, StandardCharsets.UTF_8);
  }

  /** The JSON document on standard output. */
  Map<?, ?> json() throws Exception {
    return Json.read(text(), Map.class);
  }

  /** Refused: exit code, one sentence on standard error, and the same in the JSON's error. */
  void refused(int exitCode, String code, String sentence) throws Exception {
    refusedWithoutJson(exitCode, sentence);
    assertThat(json().get("error")).isEqualTo(Map.of("code", code, "message", err.strip()));
  }

  /** The same of a verb whose standard output is for data: nothing came out there. */
  void refusedSilently(int exitCode, String sentence) {
    refusedWithoutJson(exitCode, sentence);
    assertThat(out).isEmpty();
  }

  private void refusedWithoutJson(int exitCode, String sentence) {
    assertThat(err).contains(sentence).endsWith(".\n");
    assertThat(err.strip()).doesNotContain("\n");
    assertThat(exit).isEqualTo(exitCode);
  }
}
