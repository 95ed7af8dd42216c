package io.proxpanel.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanupTest {
  private final List<String> ended = new ArrayList<>();

  @Test
  void endsTheNewestFirstAndEachOnce() {
    Cleanup cleanup = new Cleanup();
    cleanup.add(() -> ended.add("first"));
    Cleanup.Entry second = cleanup.add(() -> ended.add("second"));
    cleanup.add(() -> ended.add("third"));
    second.close();

    cleanup.close();
    cleanup.close();

    assertThat(ended).containsExactly("second", "third", "first");
  }

  @Test
  void endsAtOnceWhatComesTooLate() {
    Cleanup cleanup = new Cleanup();
    cleanup.close();

    cleanup.add(() -> ended.add("late"));

    assertThat(ended).containsExactly("late");
  }
}
