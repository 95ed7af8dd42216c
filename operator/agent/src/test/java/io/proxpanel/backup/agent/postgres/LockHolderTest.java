package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LockHolderTest {
  private static final LockHolder WHOLE =
      new LockHolder(
          4711, "panel", "psql", "10.0.0.5", "idle in transaction", "2026-11-23T02:00:00Z");

  @Test
  void saysWhatIsKnownAndNoMore() {
    assertThat(LockHolder.inWords(List.of(WHOLE)))
        .isEqualTo(
            "session 4711 of the role \"panel\" (application \"psql\", from 10.0.0.5, idle, in a"
                + " transaction since 2026-11-23T02:00:00Z)");
    assertThat(
            LockHolder.inWords(
                List.of(new LockHolder(12, "panel", "", null, "active", "2026-11-23T02:00:00Z"))))
        .isEqualTo(
            "session 12 of the role \"panel\" (in a transaction since 2026-11-23T02:00:00Z)");
    assertThat(LockHolder.inWords(List.of(new LockHolder(12, "other", "job", null, null, null))))
        .isEqualTo("session 12 of the role \"other\" (application \"job\")");
    assertThat(LockHolder.inWords(List.of(new LockHolder(12, null, "", null, null, null))))
        .isEqualTo("session 12");
    assertThat(LockHolder.inWords(List.of(new LockHolder(0, null, "", null, null, null))))
        .isEqualTo("a prepared transaction");
    assertThat(LockHolder.inWords(List.of())).isEqualTo("another session");
  }

  @Test
  void namesTheFirstAndCountsTheOthers() {
    LockHolder other = new LockHolder(12, null, "", null, null, null);
    assertThat(LockHolder.inWords(List.of(other, WHOLE)))
        .isEqualTo("session 12 and one more session");
    assertThat(LockHolder.inWords(List.of(other, WHOLE, WHOLE)))
        .isEqualTo("session 12 and 2 more sessions");
  }
}
