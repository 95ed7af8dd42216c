package io.proxpanel.backup.agent.destination.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CloudUsageTest {
  @Test
  void whatIsLeftIsNeverLessThanNothing() {
    assertThat(new CloudUsage(40, 100).freeBytes()).hasValue(60);
    assertThat(new CloudUsage(140, 100).freeBytes()).hasValue(0);
  }

  @Test
  void withoutAQuotaNobodyKnows() {
    assertThat(new CloudUsage(40, 0).freeBytes()).isEmpty();
  }
}
