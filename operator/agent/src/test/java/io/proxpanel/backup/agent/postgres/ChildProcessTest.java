package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

  @TempDir Path folder;
  private final Cleanup cleanup = new Cleanup();

  @Test
  void keepsTheBeginningOfWhatItSaysLetterByLetter() throws Exception {
    String text = "x".repeat(4095) + "é" + "y".repeat(200_000);
    Path file = Files.writeString(folder.resolve("text"), text);

    try (ChildProcess cat = start("cat " + file + " >&2; exit 3")) {
      assertThat(cat.exitCode()).isEqualTo(3);
      assertThat(cat.errors()).hasSize(64 * 1024 - 1).startsWith("x".repeat(4095) + "éy");
    }
    assertThat(cleanup.size()).isZero();
  }

  @Test
  void endsWithWhatItStartedEvenIfThatDoesNotWantTo() throws Exception {
    ChildProcess shell = start("(trap '' TERM; echo ready; exec sleep 600) & echo $!; wait");
    List<String> lines = List.of(line(shell), line(shell));
    String pid = lines.get(lines.get(0).equals("ready") ? 1 : 0);

    shell.close();

    assertThat(shell.exitCode()).isNotZero();
    await().until(() -> hasEnded(Path.of("/proc", pid, "stat")));
  }

  /** Gone, or waiting for whoever collects exit codes. */
  private static boolean hasEnded(Path stat) {
    try {
      return Files.readString(stat).contains(") Z ");
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void saysThatAProgramIsMissing() {
    assertThatThrownBy(() -> ChildProcess.start(List.of("/does/not/exist"), ENVIRONMENT, cleanup))
        .hasMessage("The program /does/not/exist cannot be started: check the image.")
        .satisfies(e -> assertThat(((AgentException) e).code()).isEqualTo(ErrorCode.Internal));
  }

  private ChildProcess start(String script) throws AgentException {
    return ChildProcess.start(List.of("/bin/sh", "-c", script), ENVIRONMENT, cleanup);
  }

  private static String line(ChildProcess process) throws Exception {
    StringBuilder line = new StringBuilder();
    int c = process.output().read();
    while (c != '\n') {
      line.append((char) c);
      c = process.output().read();
    }
    return line.toString();
  }
}
