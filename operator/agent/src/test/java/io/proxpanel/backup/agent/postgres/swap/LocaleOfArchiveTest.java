package io.proxpanel.backup.agent.postgres.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.postgres.swap.DatabaseFacts.Locale;
import org.junit.jupiter.api.Test;

class LocaleOfArchiveTest {
  @Test
  void readsWhatEachMajorWrites() {
    assertThat(of("ENCODING = 'UTF8' LOCALE_PROVIDER = libc LOCALE = 'C.UTF-8'"))
        .isEqualTo(new Locale("UTF8", "c", "C.UTF-8", "C.UTF-8", null, null));
    assertThat(of("ENCODING = 'LATIN1' LC_COLLATE = 'C' LC_CTYPE = 'de_DE'"))
        .isEqualTo(new Locale("LATIN1", "c", "C", "de_DE", null, null));
    assertThat(
            of(
                "ENCODING = 'UTF8' LOCALE_PROVIDER = icu LOCALE = 'C' ICU_LOCALE = 'de-AT'"
                    + " ICU_RULES = '&a < ''b'"))
        .isEqualTo(new Locale("UTF8", "i", "C", "C", "de-AT", "&a < 'b"));
    assertThat(
            of(
                "ENCODING = 'UTF8' LOCALE_PROVIDER = builtin LC_COLLATE = 'C' LC_CTYPE = 'C'"
                    + " BUILTIN_LOCALE = 'C.UTF-8'"))
        .isEqualTo(new Locale("UTF8", "b", "C", "C", "C.UTF-8", null));
  }

  @Test
  void doesNotGuess() {
    assertThat(LocaleOfArchive.of("")).isEmpty();
    assertThat(LocaleOfArchive.of("CREATE DATABASE a WITH TEMPLATE = template0 ENCODING = 'UTF8';"))
        .isEmpty();
    assertThat(
            LocaleOfArchive.of(
                "CREATE DATABASE a WITH ENCODING = 'UTF8' LOCALE_PROVIDER = another LOCALE = 'C';"))
        .isEmpty();
  }

  private static Locale of(String options) {
    return LocaleOfArchive.of(
            "CREATE DATABASE proxpanel WITH TEMPLATE = template0 " + options + ";")
        .orElseThrow();
  }
}
