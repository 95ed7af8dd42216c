package io.proxpanel.backup.agent.router.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.proxpanel.backup.agent.destination.FileNames;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterFileNamesTest {
  private static final Instant TIME = Instant.parse("2026-11-26T03:04:05.678Z");

  private static final List<String> ODD =
      List.of(
          "",
          " ",
          ".",
          "..",
          "../../etc/passwd",
          "a/b",
          "a_b",
          "a\\b",
          "a b",
          "a\tb",
          "a\u0000b",
          "-rf",
          ".hidden",
          "a..b",
          "a.b",
          "Узел 1",
          "Узел 2",
          "😀",
          "x".repeat(300),
          "x".repeat(299) + "y",
          "router",
          "a_b-d3c1f2aa",
          "a?*\"<>|:b");

  @Test
  void aPlainNameStaysAsItIs() {
    assertThat(RouterFileNames.archive("Core-North.1", TIME))
        .isEqualTo("mikrotik_Core-North.1_20261126_030405.tar.gz");
    assertThat(RouterFileNames.export("Core", "10.0.0.1")).isEqualTo("nas_Core_10.0.0.1.rsc");
    assertThat(RouterFileNames.backup("Core", "10.0.0.1")).isEqualTo("nas_Core_10.0.0.1.backup");
    assertThat(RouterFileNames.diff("Core", "10.0.0.1")).isEqualTo("nas_Core_10.0.0.1.diff");
    assertThat(RouterFileNames.failed("Core", "2001:db8::1"))
        .isEqualTo("nas_Core_2001-db8--1.rsc.ERROR");
  }

  @Test
  void aNameThatHadToBeChangedGetsAHashOfItself() {
    assertThat(RouterFileNames.export("Core 1", "10.0.0.1"))
        .isEqualTo("nas_Core_1-1e3c88be_10.0.0.1.rsc")
        .isEqualTo(RouterFileNames.export("Core 1", "10.0.0.1"));
  }

  @Test
  void everyNameCanReachAPathAndFitsATarHeader() {
    for (String router : ODD) {
      for (String address : ODD) {
        assertThatCode(
                () -> {
                  FileNames.requireBaseName(RouterFileNames.archive(router, TIME));
                  FileNames.requireBaseName(RouterFileNames.failed(router, address));
                })
            .doesNotThrowAnyException();
        assertThat(RouterFileNames.failed(router, address))
            .matches("[A-Za-z0-9._-]+")
            .hasSizeLessThan(TarHeader.MAX_NAME);
        assertThat(RouterFileNames.archive(router, TIME).getBytes(StandardCharsets.UTF_8).length)
            .isLessThanOrEqualTo(91);
      }
    }
  }

  @Test
  void noTwoRoutersShareAName() {
    Set<String> names = new HashSet<>();
    ODD.forEach(router -> names.add(RouterFileNames.archive(router, TIME)));
    // What the name of "a b" became is a name that somebody can give to another router.
    String taken = RouterFileNames.archive("a b", TIME).split("_2026", 2)[0].substring(9);
    names.add(RouterFileNames.archive(taken, TIME));

    assertThat(names).hasSize(ODD.size() + 1);
  }

  @Test
  void knowsTheArchivesOfARouter() {
    assertThat(RouterFileNames.isArchiveOf("Core", "mikrotik_Core_20261126_030405.tar.gz"))
        .isTrue();
    assertThat(RouterFileNames.isArchiveOf("a b", RouterFileNames.archive("a b", TIME))).isTrue();
    assertThat(RouterFileNames.isArchiveOf("Core", "mikrotik_Core_1_20261126_030405.tar.gz"))
        .isFalse();
    assertThat(
            RouterFileNames.isArchiveOf(
                "Core", "mikrotik_Core_20261126_030405.tar.gz.manifest.json"))
        .isFalse();
  }
}
