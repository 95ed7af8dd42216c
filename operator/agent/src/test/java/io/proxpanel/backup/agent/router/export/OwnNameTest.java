package io.proxpanel.backup.agent.router.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OwnNameTest {
  private static final Instant NOW = Instant.parse("2026-11-26T04:00:00Z");
  private final SecureRandom random = new SecureRandom();

  @Test
  void noTwoAreTheSame() {
    assertThat(OwnName.next(NOW, random)).isNotEqualTo(OwnName.next(NOW, random));
  }

  @Test
  void onlyOurOwnOfLongAgoAreLeftovers() {
    String base = OwnName.next(NOW, random);

    assertThat(OwnName.isStale(base + ".rsc", NOW)).isFalse();
    assertThat(OwnName.isStale(base + ".rsc", NOW.plus(OwnName.STALE))).isFalse();
    Instant later = NOW.plus(OwnName.STALE).plus(Duration.ofSeconds(1));
    assertThat(OwnName.isStale(base + ".rsc", later)).isTrue();
    assertThat(OwnName.isStale(base + ".rsc.in_progress", later)).isTrue();
    assertThat(OwnName.isStale(base + ".backup", later)).isTrue();
    assertThat(OwnName.isStale("proxpanel-notes.rsc", later)).isFalse();
    assertThat(OwnName.isStale("backup.rsc", later)).isFalse();
    assertThat(OwnName.isStale("my-" + base + ".rsc", later)).isFalse();
  }
}
