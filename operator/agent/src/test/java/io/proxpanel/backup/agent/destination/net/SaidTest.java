package io.proxpanel.backup.agent.destination.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SaidTest {
  private final Said said = new Said();

  @Test
  void whatIsSaidIsShortAndOnOneLine() {
    assertThat(said.of("  two\r\n\tlines\u0000 "))
        .isEqualTo("two lines")
        .isEqualTo(said.of(new IOException("two\nlines")));
    assertThat(said.of("x".repeat(1000))).isEqualTo("x".repeat(200) + "…");
    assertThat(said.of((String) null)).isEmpty();
    assertThat(said.of(new IOException())).isEqualTo("IOException");
  }

  @Test
  void aSecretIsNotRepeatedInAnyForm() {
    said.hide("s3cr \"t\\", "[password]");
    said.hide(null, "[nothing]");
    said.hide("", "[nothing]");
    assertThat(said.of("no s3cr \"t\\ and S3CR \"T\\")).isEqualTo("no [password] and [password]");
    assertThat(said.of("?p=s3cr+%22t%5C&x")).isEqualTo("?p=[password]&x");
    assertThat(said.of("{\"p\":\"s3cr \\\"t\\\\\"}")).isEqualTo("{\"p\":\"[password]\"}");
    assertThat(said.of("Basic czNjciAidFw=")).isEqualTo("Basic [password]=");
    assertThat(said.of("s3cr\n\"t\\")).isEqualTo("[password]");
  }

  @Test
  void aSecretIsNotCutInTwoByTheLengthOfASentence() {
    said.hide("hunter2hunter2", "[password]");
    assertThat(said.of("x".repeat(195) + "hunter2hunter2")).doesNotContain("hunt");
  }
}
