package io.proxpanel.backup.agent.router.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnNameTest {
  private static final Instant NOW = Instant.parse("2026-11-26T04:00:00Z");
  private final SecureRandom random = new SecureRandom();
  private final OwnName names = OwnName.of("uid-3", List.of("uid-1", "uid-2"));

  @Test
  void noTwoAreTheSame() {
    assertThat(names.next(NOW, random)).isNotEqualTo(names.next(NOW, random));
  }

  @Test
  void thoseOfThisRunAndOfRunsThatHaveEndedAreLeftovers() {
    assertThat(names.maker(names.next(NOW, random) + ".rsc", NOW)).isEqualTo(OwnName.Maker.ENDED);
    for (String uid : List.of("uid-1", "uid-2")) {
      String base = OwnName.of(uid, List.of()).next(NOW, random);
      assertThat(names.maker(base + ".rsc.in_progress", NOW)).isEqualTo(OwnName.Maker.ENDED);
      assertThat(names.maker(base + ".backup", NOW)).isEqualTo(OwnName.Maker.ENDED);
    }
  }

  @Test
  void thoseOfAnotherRunAreLeftoversOnceItCannotBeAtWorkAnyMore() {
    String name = OwnName.of("uid-4", List.of()).next(NOW, random) + ".rsc";

    assertThat(names.maker(name, NOW)).isEqualTo(OwnName.Maker.ANOTHER);
    assertThat(names.maker(name, NOW.plus(OwnName.STALE))).isEqualTo(OwnName.Maker.ANOTHER);
    Instant later = NOW.plus(OwnName.STALE).plusSeconds(1);
    assertThat(names.maker(name, later)).isEqualTo(OwnName.Maker.ENDED);
  }

  @Test
  void nobodyElsesAreTouchedHoweverOldTheyAre() {
    Instant later = NOW.plus(Duration.ofDays(1000));
    String base = names.next(NOW, random);
    for (String name :
        List.of(
            "proxpanel-notes.rsc",
            "backup.rsc",
            "my-" + base + ".rsc",
            base,
            "proxpanel-zzzzzz9-0123456789ab.rsc")) {
      assertThat(names.maker(name, later)).as(name).isEqualTo(OwnName.Maker.NOBODY_OF_US);
    }
  }
}
