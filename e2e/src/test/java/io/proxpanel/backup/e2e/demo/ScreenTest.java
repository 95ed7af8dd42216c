package io.proxpanel.backup.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Screen screen(boolean terminal) {
    return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aFileGetsPlainTextAndEveryStateOnce() throws Exception {
    Screen screen = screen(false);

    screen.step("First");
    screen.progress("Running");
    screen.progress("Running");
    String result = screen.during("Something is done", () -> "done");
    screen.success("All is well.");
    screen.step("Second");

    assertThat(result).isEqualTo("done");
    assertThat(text())
        .matches(
            "\n1. First\n   Running\n   Something is done \\([0-9.]+ s\\)\n   All is well.\n\n2."
                + " Second\n");
  }

  @Test
  void aTerminalGetsColourAndOneChangingLine() {
    Screen screen = screen(true);

    screen.progress("Pending");
    screen.progress("Running");
    screen.failure("It failed.");

    assertThat(text())
        .isEqualTo(
            "\r\033[K   \033[2mPending\033[0m\r\033[K   \033[2mRunning\033[0m"
                + "\r\033[K   \033[31mIt failed.\033[0m\n");
  }

  @Test
  void whatIsQuotedKeepsItsLines() {
    screen(false).quote("a:\n  b\n\n");

    assertThat(text()).isEqualTo("     a:\n       b\n");
  }
}
