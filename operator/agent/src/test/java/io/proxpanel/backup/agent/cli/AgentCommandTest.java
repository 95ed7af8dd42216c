package io.proxpanel.backup.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.format.BrokenStreams;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentCommandTest extends CommandTest {
  @Test
  void saysItsVersion() {
    CommandRun run = run("--version");

    assertThat(run.exit()).isZero();
    assertThat(run.text()).startsWith("backup-agent ").contains("Java ");
  }

  @Test
  void explainsVerbsAndExitCodes() {
    CommandRun run = run("--help");

    assertThat(run.exit()).isZero();
    assertThat(run.text())
        .contains("inspect", "verify", "decrypt", "encrypt", "check-router")
        .contains("4   no key opens the file, or it is damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "verify", "decrypt", "encrypt", "check-router"})
  void explainsEveryVerb(String verb) {
    CommandRun run = run(verb, "--help");

    assertThat(run.exit()).isZero();
    assertThat(run.text()).startsWith("Usage: backup-agent " + verb);
  }

  @Test
  void asksForAVerb() {
    run().refusedSilently(2, "Say what to do: a verb is missing; see 'backup-agent --help'.");
  }

  @Test
  void refusesAVerbThatThereIsNot() {
    run("restor")
        .refusedSilently(
            2,
            "There is no verb 'restor': write one of inspect, verify, decrypt, encrypt,"
                + " check-router, backup, restore, swap-back, drop-kept, delete, check, discover, sync,"
                + " probe, routers; see 'backup-agent --help'.");
    run("--restore").refusedSilently(2, "Unknown option: '--restore'; see 'backup-agent --help'.");
  }

  @Test
  void saysWhichOptionIsMissing() throws Exception {
    run("verify", "file")
        .refused(
            2,
            "Usage",
            "Missing required option: '--password-file=P'; see 'backup-agent verify --help'.");
  }

  @Test
  void saysThatThereIsNoSuchOption() throws Exception {
    run("inspect", "--password", "secret", "file").refused(2, "Usage", "Unknown option");
  }

  @Test
  void reportsADefectAsOne() {
    InputStream defect =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("defect");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            throw new IllegalStateException("defect");
          }
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int exit =
        new AgentCommand(
                new Console(
                    defect,
                    out,
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    scratch,
                    new Cleanup()))
            .run("inspect", "-");

    assertThat(exit).isEqualTo(5);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith(
            "inspect met a defect of this program and stopped; please report it with the lines"
                + " below.\n")
        .contains("at io.proxpanel.backup.agent.cli.InspectCommand.call");
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"code\" : \"Internal\"");
  }

  @Test
  void saysThatStandardOutputTakesNoReport() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int exit =
        new AgentCommand(
                new Console(
                    InputStream.nullInputStream(),
                    BrokenStreams.output(0, "Broken pipe"),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    scratch,
                    new Cleanup()))
            .run("inspect", vector("v2-salt-first"));

    assertThat(exit).isEqualTo(5);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("Standard output cannot be written: see what it is connected to.\n");
  }
}
