package io.proxpanel.backup.agent.router.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.AgentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExportDiffTest {
  @Test
  void nothingDiffersInTheSameConfiguration() throws Exception {
    Drift drift = files("core-6.49.rsc", "core-6.49-later.rsc");

    assertThat(drift.changed()).isFalse();
    assertThat(drift.summary()).isEqualTo("no line differs");
    assertThat(drift.unifiedDiff("a", "b")).isEmpty();
    assertThat(drift.cut(1000)).isEmpty();
  }

  @Test
  void oneChangedRuleIsOneLineRemovedAndOneAdded() throws Exception {
    Drift drift = files("core-6.49-later.rsc", "core-6.49-one-rule.rsc");

    assertThat(drift.summary()).isEqualTo("1 line added and 1 removed in /ip firewall nat");
    assertThat(drift.unifiedDiff("yesterday", "today"))
        .isEqualTo(
            """
            --- yesterday
            +++ today
            @@ -123,3 +123,3 @@ /ip firewall nat
             add action=redirect chain=dstnat comment="expired customers see the page of the panel" \
            dst-port=80 protocol=tcp src-address-list=expired to-ports=8080
             add action=masquerade chain=srcnat comment="customers without own address" \
            out-interface-list=WAN src-address=10.100.0.0/14
            -add action=dst-nat chain=dstnat comment="camera of business 03" \
            dst-address=198.51.100.2 dst-port=8443 protocol=tcp to-addresses=10.120.3.20 \
            to-ports=443
            +add action=dst-nat chain=dstnat comment="camera of business 03" \
            dst-address=198.51.100.2 dst-port=9443 protocol=tcp to-addresses=10.120.3.20 \
            to-ports=443
            """);
  }

  @Test
  void anUpgradeShowsItsVersionAndNoSecret() throws Exception {
    Drift drift = files("core-6.49.rsc", "core-7.16.rsc");
    String diff = drift.unifiedDiff("a", "b");

    assertThat(drift.sections()).startsWith("the header").contains("/interface wireguard");
    assertThat(diff)
        .contains("-# RouterOS = 6.49.18\n+# RouterOS = 7.16.2\n")
        .contains("private-key=***")
        .doesNotContain("QK8o0l5C1Vt0", "blue lamp", "zebra7");
  }

  @Test
  void aChangedSecretShowsThatItChangedAndNothingOfIt() throws Exception {
    Drift drift =
        texts(
            "/ppp secret\nadd name=a password=old1 profile=p\nadd name=b password=same profile=p\n",
            "/ppp secret\nadd name=a password=newer2 profile=p\nadd name=b password=same"
                + " profile=q\n");

    assertThat(drift.unifiedDiff("a", "b"))
        .endsWith(
            """
            -add name=a password=*** profile=p
            -add name=b password=*** profile=p
            +add name=a password=*** (changed) profile=p
            +add name=b password=*** profile=q
            """);
  }

  @Test
  void aChangedSecretIsToldWhereOtherItemsCameToo() throws Exception {
    assertThat(
            texts(
                    "/ppp secret\nadd name=b password=old1 profile=p\n",
                    "/ppp secret\nadd name=a password=x\nadd name=b password=new2 profile=q\n")
                .unifiedDiff("a", "b"))
        .endsWith(
            """
            -add name=b password=*** profile=p
            +add name=a password=***
            +add name=b password=*** (changed) profile=q
            """);
  }

  @Test
  void aChangedCommunityOfSnmpShowsThatItChanged() throws Exception {
    assertThat(
            texts(
                    "/snmp community\nset [ find default=yes ] addresses=::/0 name=first\n",
                    "/snmp community\nset [ find default=yes ] addresses=::/1 name=second\n")
                .unifiedDiff("a", "b"))
        .endsWith("+set [ find default=yes ] addresses=::/1 name=*** (changed)\n");
  }

  @Test
  void aSecretInAScriptShowsThatItChanged() throws Exception {
    String script = "/system script\nadd name=s source=\":local pass \\\"%s\\\"\\r\\n:put %d\"\n";

    assertThat(texts(script.formatted("one", 1), script.formatted("two", 2)).unifiedDiff("a", "b"))
        .endsWith(
            """
            -add name=s source=":local pass \\"***\\"\\r\\n:put 1"
            +add name=s source=":local pass \\"*** (changed)\\"\\r\\n:put 2"
            """);
  }

  @Test
  void aMovedRuleIsAChange() throws Exception {
    Drift drift =
        texts(
            "/ip firewall filter\nadd chain=a\nadd chain=b\nadd chain=c\n",
            "/ip firewall filter\nadd chain=b\nadd chain=c\nadd chain=a\n");

    assertThat(drift.added()).isEqualTo(1);
    assertThat(drift.removed()).isEqualTo(1);
  }

  @Test
  void eachHunkSaysItsSectionAndHasThreeLinesAround() throws Exception {
    String rules = rules("/ip firewall filter", 30);
    String after =
        rules
                .replace("comment=4\n", "comment=new\n")
                .replace("comment=25\n", "comment=25 log=yes\n")
            + "/queue tree\nadd name=t\n";

    assertThat(texts(rules, after).unifiedDiff("a", "b").lines().filter(l -> l.startsWith("@@")))
        .containsExactly(
            "@@ -3,7 +3,7 @@ /ip firewall filter",
            "@@ -24,7 +24,7 @@ /ip firewall filter",
            "@@ -0,0 +33,1 @@ /queue tree");
    assertThat(texts(after, rules).summary())
        .isEqualTo("2 lines added and 3 removed in /ip firewall filter and /queue tree");
  }

  @Test
  void changesThatAreNearAreOneHunk() throws Exception {
    String rules = rules("/ip firewall filter", 30);
    String after =
        rules.replace("comment=4\n", "comment=x\n").replace("comment=11\n", "comment=y\n");

    assertThat(texts(rules, after).unifiedDiff("a", "b").lines().filter(l -> l.startsWith("@@")))
        .containsExactly("@@ -3,14 +3,14 @@ /ip firewall filter");
  }

  @Test
  void sentencesNameThreeSectionsAndCountTheRest() throws Exception {
    assertThat(texts("", "/a\nadd x=1\n").summary()).isEqualTo("1 line added in /a");
    assertThat(texts("/a\nadd x=1\nadd x=2\n", "").summary()).isEqualTo("2 lines removed in /a");
    assertThat(texts("", "/a\nadd\n/b\nadd\n/c\nadd\n").summary())
        .isEqualTo("3 lines added in /a, /b and /c");
    assertThat(texts("", "/a\nadd\n/b\nadd\n/c\nadd\n/d\nadd\n").summary())
        .isEqualTo("4 lines added in /a, /b, /c and 1 more section");
  }

  @Test
  void aSectionThatWasNotExportedIsNotSaidToBeEmpty() throws Exception {
    Drift drift =
        texts(
            "/ip dns\nset a=1\n/ip socks\nset b=1\n",
            "/ip dns\nset a=2\n#error exporting \"/ip/socks\" (timeout)\n");

    assertThat(drift.removed()).isEqualTo(1);
    assertThat(drift.notCompared()).containsExactly("/ip socks");
    assertThat(drift.summary())
        .isEqualTo(
            "1 line added and 1 removed in /ip dns; the router did not export /ip socks every time,"
                + " which could not be compared");
  }

  @Test
  void whatFitsIsWholeLinesAndTheRestIsCounted() throws Exception {
    Drift drift = texts("", rules("/ip firewall filter", 40));
    String whole = drift.cut(Integer.MAX_VALUE);

    assertThat(whole.lines()).hasSize(41);
    for (int max = 0; max <= whole.length(); max++) {
      String cut = drift.cut(max);
      long lines = cut.lines().count();
      assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(max);
      if (!cut.isEmpty() && !cut.equals(whole)) {
        long left = 41 - (lines - 1);
        assertThat(cut).endsWith("… and " + left + (left == 1 ? " more line\n" : " more lines\n"));
        String kept = cut.substring(0, cut.lastIndexOf('…'));
        assertThat(whole).startsWith(kept);
        assertThat(kept.isEmpty() || kept.endsWith("\n")).isTrue();
      }
    }
    assertThat(drift.cut(whole.getBytes(StandardCharsets.UTF_8).length)).isEqualTo(whole);
  }

  @Test
  void onlyWhatDiffersIsBroughtToStatus() throws Exception {
    String rules = rules("/ip firewall filter", 30);
    String after =
        rules
                .replace("comment=4\n", "comment=new\n")
                .replace("comment=25\n", "comment=25 log=yes\n")
            + "/queue tree\nadd name=t\n";

    assertThat(texts(rules, after).cut(1000))
        .isEqualTo(
            """
            @@ -3,7 +3,7 @@ /ip firewall filter
            -add chain=forward comment=4
            +add chain=forward comment=new
            -add chain=forward comment=25
            +add chain=forward comment=25 log=yes
            @@ -0,0 +33,1 @@ /queue tree
            +add name=t
            """);
  }

  @Test
  void longLinesAreCutToWhatDiffersInThem() throws Exception {
    String before = script("value 1");
    String after = script("value 2");
    String cut = texts(before, after).cut(4000);

    assertThat(cut)
        .contains("-add name=long source=")
        .contains(":put value 1")
        .contains(":put value 2");
    assertThat(cut.lines()).hasSize(3).allSatisfy(line -> assertThat(line).hasSizeLessThan(300));
    assertThat(texts(before, after).unifiedDiff("a", "b")).hasSizeGreaterThan(10_000);
  }

  @Test
  void noCharacterIsCutInTwo() throws Exception {
    String face = new String("😀".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    for (int shift = 0; shift < 2; shift++) {
      String comment = "x".repeat(shift) + face.repeat(400);
      String cut =
          texts(
                  "/x\nadd comment=\"" + comment + "\" z=1\n",
                  "/x\nadd comment=\"" + comment + "\" z=2\nadd comment=\"" + comment + "\"\n")
              .cut(10_000);

      assertThat(cut).contains("😀").isEqualTo(roundTrip(cut));
    }
  }

  @Test
  void fiftyThousandLinesThatAllDifferAreCompared() throws Exception {
    Drift drift =
        texts(
            rules("/ip firewall filter", 50_000),
            rules("/ip firewall raw", 50_000)
                .replace("raw", "filter")
                .replace("comment", "log-prefix"));

    assertThat(drift.added()).isEqualTo(50_000);
    assertThat(drift.cut(1024).getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(1024);
  }

  private static String roundTrip(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static String script(String put) {
    return "/system script\nadd name=long source=\""
        + ":log info filler\\r\\n".repeat(300)
        + ":put "
        + put
        + "\\r\\n"
        + ":log info filler\\r\\n".repeat(300)
        + "\"\n";
  }

  private static String rules(String section, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "add chain=forward comment=" + i + "\n")
        .collect(Collectors.joining("", section + "\n", ""));
  }

  private static Drift files(String previous, String current) throws IOException, AgentException {
    return ExportDiff.between(Exports.file(previous), Exports.file(current));
  }

  @Test
  void ofALargeDifferenceTheStartIsWrittenAndSoIsThatThereIsMore() throws Exception {
    StringBuilder before = new StringBuilder("/ip firewall address-list\n");
    StringBuilder after = new StringBuilder("/ip firewall address-list\n");
    for (int i = 0; i < 30_000; i++) {
      before.append("add address=10.0.0.").append(i).append('\n');
      after.append("add address=10.1.0.").append(i).append('\n');
    }
    Drift drift = texts(before.toString(), after.toString());
    StringBuilder written = new StringBuilder();

    drift.writeUnifiedDiff(written, 1_000, "a", "b");

    assertThat(drift.summary())
        .isEqualTo("30000 lines added and 30000 removed in /ip firewall address-list");
    assertThat(written.toString())
        .startsWith("--- a\n+++ b\n@@ ")
        .endsWith("\n\\ More lines differ than are written here.\n")
        .hasSizeLessThan(1_300);
    assertThat(drift.cut(200)).endsWith(" more lines\n").hasSizeLessThanOrEqualTo(200);
  }

  private static Drift texts(String previous, String current) throws IOException, AgentException {
    return ExportDiff.between(Exports.of(previous), Exports.of(current));
  }
}
