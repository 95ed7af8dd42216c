package io.proxpanel.backup.agent.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ListedTest {
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void aMillionFilesOfOthersTakeNothing() throws Exception {
    Listed listed = new Listed("the folder", "mine"::equals);
    for (int i = 0; i < 1_000_000; i++) {
      assertThat(listed.wants("theirs" + i)).isFalse();
    }
    assertThat(listed.wants("mine")).isTrue();
    listed.keep(FileEntry.file("mine", 1));
    assertThat(listed.entries()).containsExactly(FileEntry.file("mine", 1));
  }

  @Test
  void aListingWithoutAnEndIsRefused() {
    Listed listed = new Listed("the folder", name -> false);
    assertRefused(
        "The listing of the folder has more than 2000000 names, and is not read on: look what is in"
            + " that folder, and give the backups one of their own.",
        () -> {
          for (long i = 0; i <= Listed.MOST_NAMES; i++) {
            listed.wants("x");
          }
        });
  }

  @Test
  void aListingThatTakesForEverIsRefused() throws Exception {
    Listed listed = new Listed("the folder", name -> false, nanos::get);
    assertThat(listed.wants("a")).isFalse();
    nanos.set(Listed.LONGEST.toNanos() + 1);
    assertRefused(
        "The listing of the folder has not ended after 10 minutes and 2 names, and is not read on:"
            + " look what is in that folder, and give the backups one of their own.",
        () -> listed.wants("b"));
  }

  @Test
  void moreThanCanBeKeptIsRefused() {
    Listed listed = new Listed("the folder", name -> true);
    String name = "x".repeat(250);
    assertThatThrownBy(
            () -> {
              while (listed.wants(name)) {
                listed.keep(FileEntry.file(name, 1));
              }
            })
        .hasMessageContaining("has more than 13981 files whose names are looked for");
  }

  private static void assertRefused(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessage(message)
        .asInstanceOf(type(AgentException.class))
        .extracting(AgentException::code)
        .isEqualTo(ErrorCode.DestinationProtocolError);
  }
}
