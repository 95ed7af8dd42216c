package io.proxpanel.backup.e2e.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Words for the person in front of it: colour and changing lines only on a terminal. */
final class Screen {
  private static final String BOLD = "1";
  private static final String DIM = "2";
  private static final String GREEN = "32";
  private static final String RED = "31";
  private static final String INDENT = "   ";

  private final PrintStream out;
  private final boolean terminal;
  private int steps;
  private String progress = "";

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** What begins now, numbered. */
  void step(String title) {
    steps++;
    line("");
    line(coloured(BOLD, steps + ". " + title));
  }

  /** A heading without a number. */
  void heading(String title) {
    line("");
    line(coloured(BOLD, title));
  }

  /** One sentence. */
  void say(String sentence) {
    line(INDENT + sentence);
  }

  /** What a person would type. */
  void command(String text) {
    line(INDENT + coloured(BOLD, "$ " + text));
  }

  /** What was typed, applied or printed by a program, word for word. */
  void quote(String text) {
    text.stripTrailing().lines().forEach(each -> line(INDENT + coloured(DIM, "  " + each)));
  }

  /** What a program answered, word for word. */
  void answer(String text) {
    text.stripTrailing().lines().forEach(each -> line(INDENT + each));
  }

  /** It is as it should be. */
  void success(String sentence) {
    line(INDENT + coloured(GREEN, sentence));
  }

  /** It is not. */
  void failure(String sentence) {
    line(INDENT + coloured(RED, sentence));
  }

  /** How far something is; on a terminal in place of the last such line. */
  void progress(String text) {
    if (text.equals(progress)) {
      return;
    }
    progress = text;
    if (terminal) {
      out.print("\r\033[K" + INDENT + coloured(DIM, text));
      out.flush();
    } else {
      out.println(INDENT + text);
    }
  }

  /**
   * Says what is done while it is done, and how long it took.
   *
   * @param <T> of the result
   */
  <T> T during(String what, Callable<T> work) throws Exception {
    long start = System.nanoTime();
    if (terminal) {
      progress(what + "…");
    }
    T result = work.call();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    say(String.format(Locale.ROOT, "%s (%.1f s)", what, took.toMillis() / 1000.0));
    return result;
  }

  private void line(String text) {
    if (terminal && !progress.isEmpty()) {
      out.print("\r\033[K");
    }
    progress = "";
    out.println(text);
  }

  private String coloured(String colour, String text) {
    return terminal ? "\033[" + colour + "m" + text + "\033[0m" : text;
  }
}
