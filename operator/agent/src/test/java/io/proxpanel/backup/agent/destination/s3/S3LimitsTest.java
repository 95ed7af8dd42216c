package io.proxpanel.backup.agent.destination.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class S3LimitsTest {
  private final S3Limits limits = S3Limits.standard();

  @Test
  void tenThousandPartsHoldTheLargestFileAndNoneIsTooLarge() {
    long sum = 0;
    for (int number = 1; number <= S3Limits.MAX_PARTS; number++) {
      long part = limits.partBytes(number);
      assertThat(part).isBetween(5L << 20, 5L << 30);
      sum += part;
    }
    assertThat(sum).isGreaterThan(5L << 40);
  }

  @Test
  void theFirstPartsAreOfTheSameSize() {
    assertThat(limits.partBytes(1)).isEqualTo(limits.partBytes(5000)).isEqualTo(16L << 20);
    assertThat(limits.partBytes(5001)).isEqualTo(32L << 20);
  }
}
