package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugPatternsTest {
  @ParameterizedTest
  @CsvSource({
    "acme, acme",
    "*, acme",
    "*, ''",
    "**, acme",
    "a*, acme",
    "a*, a",
    "*e, acme",
    "a*m*, acme",
    "*a*b*c, aabbxabc",
    "????, acme",
    "a?me, a*me",
    "?, Ü",
    "?, 😀",
    "x?y, x😀y",
    "a.c, a.c",
    "[ab], [ab]",
    "a\\*, a\\bc",
    "{a|b}, {a|b}",
    "^$+(), ^$+()",
    "ü*, über"
  })
  void takesWhatFits(String pattern, String slug) {
    assertThat(new SlugPatterns(List.of(pattern), List.of()).take(slug)).isTrue();
    assertThat(new SlugPatterns(List.of(), List.of(pattern)).take(slug)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "acme, acme2",
    "acme, acm",
    "acme, Acme",
    "'', a",
    "a*, ba",
    "*e, acmex",
    "a*b, acbd",
    "a*bc*d, abd",
    "?, ''",
    "?, ab",
    "a?, a",
    "a.c, abc",
    "[ab], a",
    "a\\*, a*",
    "a_me, acme",
    "a%, acme"
  })
  void leavesWhatDoesNotFit(String pattern, String slug) {
    assertThat(new SlugPatterns(List.of(pattern), List.of()).take(slug)).isFalse();
    assertThat(new SlugPatterns(List.of(), List.of(pattern)).take(slug)).isTrue();
  }

  @Test
  void oneIncludeIsEnoughAndOneExcludeIsTooMany() {
    SlugPatterns patterns = new SlugPatterns(List.of("a*", "b*"), List.of("*x", "*y"));

    assertThat(List.of("a", "b", "c", "ax", "by", "cx"))
        .filteredOn(patterns::take)
        .containsExactly("a", "b");
  }

  @Test
  void noPatternTakesLong() {
    SlugPatterns patterns = new SlugPatterns(List.of("*a".repeat(200) + "b"), List.of());

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(patterns.take("a".repeat(20_000))).isFalse());
  }
}
