package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantNameTest {
  @Test
  void aSlugThatCanStandInANameStandsThere() {
    assertThat(Stream.of("acme", "a", "isp-2", "0").map(TenantName::of))
        .containsExactly("acme", "a", "isp-2", "0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Acme",
        "a_b",
        "-a",
        "a-",
        "Ü*b?|c.\"$d",
        "日本",
        "a b",
        "A name that goes on and on and on and on and on for ev"
      })
  void anyOtherGetsANameLikeIt(String slug) {
    assertThat(TenantName.of(slug))
        .matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?")
        .hasSizeLessThan(60)
        .isEqualTo(TenantName.of(slug));
    assertThat(TenantName.problem(slug)).isEmpty();
  }

  @Test
  void noTwoSlugsShareAName() {
    List<String> slugs = List.of("a-b", "a_b", "a.b", "A-b", "a--b", "ä", "ö", "日本", "日本日");

    assertThat(slugs.stream().map(TenantName::of)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      delimiter = '|',
      value = {
        "''|its slug is empty",
        " |its slug is empty",
        "a |its slug begins or ends with a space",
        "a\u0007b|its slug has a control character",
        "a/b|its slug has a / or a backslash, which no file's name can have",
        "a\\b|its slug has a / or a backslash, which no file's name can have",
        "12345678901234567890123456789012345678901234567890123456ü|its slug is longer than 56 bytes",
      })
  void saysWhyASlugCannotBeUsed(String slug, String why) {
    assertThat(TenantName.problem(slug)).contains(why);
  }

  @Test
  void inASentenceItBreaksNoLine() {
    assertThat(TenantName.inWords("a\nb\u001b[0m")).isEqualTo("\"a?b?[0m\"");
  }
}
