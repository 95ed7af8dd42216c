package io.proxpanel.backup.agent.router.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizedExportTest {
  private static final String HEADER =
      "# jan/02/2024 12:34:56 by RouterOS 6.49.10\n# software id = AB12-CD34\n#\n";

  @Test
  void theSameConfigurationIsTheSameHoweverItWasWritten() throws Exception {
    NormalizedExport first = Exports.file("core-6.49.rsc");
    NormalizedExport later = Exports.file("core-6.49-later.rsc");

    assertThat(Exports.text("core-6.49.rsc")).isNotEqualTo(Exports.text("core-6.49-later.rsc"));
    assertThat(first.size()).isGreaterThan(200).isEqualTo(later.size());
    assertThat(later.sections()).usingRecursiveComparison().isEqualTo(first.sections());
    assertThat(later.sha256()).isEqualTo(first.sha256()).hasSize(64);
  }

  @Test
  void oneChangedRuleIsAnotherConfiguration() throws Exception {
    assertThat(Exports.file("core-6.49-one-rule.rsc").sha256())
        .isNotEqualTo(Exports.file("core-6.49.rsc").sha256());
  }

  @Test
  void readsVersion7AndItsTerseForm() throws Exception {
    NormalizedExport export = Exports.file("core-7.16.rsc");

    assertThat(export.header())
        .isEqualTo(new ExportHeader("7.16.2", "ABCD-1234", "RB4011iGS+", "D4440C12AB34"));
    assertThat(export.unexported()).containsExactly("/system routerboard mode-button");
    assertThat(Exports.file("core-7.16-terse.rsc").sha256()).isEqualTo(export.sha256());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# jan/02/2024 12:34:56 by RouterOS 7.8",
        "# 2024-01-02 12:34:56 by RouterOS 7.8",
        "# 2024-01-02 by RouterOS 7.8",
        "\u00ef\u00bb\u00bf# JAN/02/2024 12:34:56 by RouterOS 7.8\r",
        "#note of the owner\n# 2024-01-02 12:34:56 by RouterOS 7.8",
      })
  void theTimeOfTheExportIsNoPartOfIt(String first) throws Exception {
    NormalizedExport export = Exports.of(first + "\n/ip dns\nset servers=9.9.9.9\n");

    assertThat(export.header().version()).isEqualTo("7.8");
    assertThat(export.sections().get(0).items()).containsExactly("# RouterOS = 7.8");
    assertThat(export.sha256())
        .isEqualTo(Exports.of("# x by RouterOS 7.8\n/ip dns\nset servers=9.9.9.9\n").sha256());
  }

  @Test
  void anotherVersionOrAnotherDeviceIsAChange() throws Exception {
    String body = "/ip dns\nset servers=9.9.9.9\n";
    String hash = Exports.of(HEADER + body).sha256();

    assertThat(Exports.of(HEADER.replace("6.49.10", "6.49.18") + body).sha256()).isNotEqualTo(hash);
    assertThat(Exports.of(HEADER + "# serial number = X\n" + body).sha256()).isNotEqualTo(hash);
  }

  @Test
  void aVirtualRouterHasNoModel() throws Exception {
    NormalizedExport export =
        Exports.of("# 2026-10-09 20:25:56 by RouterOS 7.16\n# software id =\n#\n");

    assertThat(export.header()).isEqualTo(new ExportHeader("7.16", null, null, null));
    assertThat(export.size()).isZero();
  }

  @Test
  void whatIsNoExportHasNoItems() throws Exception {
    assertThat(Exports.of("").size()).isZero();
    assertThat(Exports.of("bad command name export (line 1 column 1)\n").size()).isZero();
    assertThat(Exports.of("\u0000\u0001GITCRYPT\u0000\"\\").size()).isZero();
  }

  @Test
  void joinsLinesWhereverTheyWereBroken() throws Exception {
    assertThat(
            items(
                "/user group\nset full policy=\"local,telnet,pas\\\r\n    sword,web\"\n",
                "/user group"))
        .containsExactly("set full policy=\"local,telnet,password,web\"");
    assertThat(items("/x\nadd a=1 \\\n    b=\\\n    2 c\\\n    d=3\n", "/x"))
        .containsExactly("add a=1 b=2 cd=3");
    assertThat(items("/x\nadd a=1\\\n     b=2\n", "/x")).containsExactly("add a=1 b=2");
  }

  @Test
  void spaceAtABreakWithinATextIsKept() throws Exception {
    List<String> whole = items("/x\nadd c=\"one two  three\"\n", "/x");

    assertThat(items("/x\nadd c=\"one\\\n    \\_two  three\"\n", "/x")).isEqualTo(whole);
    assertThat(items("/x\nadd c=\"one two \\\n    \\_three\"\n", "/x")).isEqualTo(whole);
  }

  @Test
  void anEscapedBackslashAtTheEndBreaksNothing() throws Exception {
    assertThat(items("/x\nadd c=\"a\\\\\\\n    \\_b\"\nadd d=\\\\\nadd e=1\n", "/x"))
        .containsExactly("add c=\"a\\\\ b\"", "add d=\\\\", "add e=1");
    assertThat(items("/x\nadd c=\"a\\\\_b\\\\D0\"\n", "/x"))
        .containsExactly("add c=\"a\\\\_b\\\\D0\"");
  }

  @Test
  void bytesAndTheirEscapesAreTheSameInAnyCharacterSet() throws Exception {
    String windows1251 = new String("стол".getBytes("windows-1251"), StandardCharsets.ISO_8859_1);

    assertThat(items("/x\nadd c=\"" + windows1251 + "\"\n", "/x"))
        .isEqualTo(items("/x\nadd c=\"\\F1\\F2\\EE\\EB\"\n", "/x"))
        .containsExactly("add c=\"" + windows1251 + "\"");
    assertThat(items("/x\nadd c=\"\u00ff\u00fe\u0081\"\n", "/x"))
        .containsExactly("add c=\"\u00ff\u00fe\u0081\"");
  }

  @Test
  void whatATerminalAddsIsRemoved() throws Exception {
    String plain = "/ip address\nadd address=10.0.0.1/24 interface=ether1\n";
    String coloured =
        "\u001b[m\u001b[35;1m/ip address\u001b[m\r\r\n\u001b]0;title\u0007\u001b(Badd \u001b[32maddress\u001b[33m=\u001b[m"
            + "10.0.0.1/24 interface=ether1\u001b[K\r\n\u001b[9999B";

    assertThat(Exports.of(coloured).sha256()).isEqualTo(Exports.of(plain).sha256());
  }

  @Test
  void aCutEscapeSequenceSwallowsNoLine() throws Exception {
    assertThat(items("/x\nadd a=1\u001b[3\nadd b=2\u001b\nadd c=3\u001b]0;t\nadd d=4\n", "/x"))
        .containsExactly("add a=1", "add b=2", "add c=3", "add d=4");
  }

  @Test
  void notesOnTheStateOfThingsAreNoPartOfIt() throws Exception {
    String notes =
        """
        # poe-out status: short_circuit
        # inactive time
        # lease expired
        # ether5 not ready
        # received packet from 10.0.0.9 bad format
        """;

    assertThat(items("/x\n" + notes + "add a=1\n" + notes, "/x")).containsExactly("add a=1");
    assertThat(Exports.of("/x\nadd a=1\n/y\n" + notes).sha256())
        .isEqualTo(Exports.of("/x\nadd a=1\n").sha256());
  }

  @Test
  void aLineOfAScriptIsNoNoteAndNoMenu() throws Exception {
    assertThat(items("/x\nadd source=\"a\n# b\n/c\"\nadd d=1\n", "/x"))
        .containsExactly("add source=\"a\\n# b\\n/c\"", "add d=1");
  }

  @Test
  void saysWhatTheRouterDidNotExport() throws Exception {
    NormalizedExport export =
        Exports.of(
            """
            /ip dns
            set servers=9.9.9.9
            #error exporting /ip socks
            #error exporting "/interface/wifi" (timeout)
            #error exporting /interface lte (timeout)
            #interrupted
            """);

    assertThat(export.unexported())
        .containsExactly("/interface lte", "/interface wifi", "/ip socks");
    assertThat(export.interrupted()).isTrue();
    assertThat(Exports.of("/ip dns\nset servers=9.9.9.9\n").interrupted()).isFalse();
  }

  @Test
  void orderCountsWhereItIsNotKnownToMeanNothing() throws Exception {
    for (String ordered :
        List.of(
            "/ip firewall filter",
            "/ip firewall nat",
            "/ip firewall mangle",
            "/ip firewall raw",
            "/ipv6 firewall filter",
            "/queue simple",
            "/routing filter rule",
            "/system script",
            "/radius",
            "/menu of tomorrow")) {
      assertThat(swapped(ordered)).as(ordered).isFalse();
    }
    for (String free :
        List.of(
            "/ip firewall address-list",
            "/ip address",
            "/interface list member",
            "/ppp secret",
            "/ip dhcp-server lease",
            "/ip dns static",
            "/queue tree")) {
      assertThat(swapped(free)).as(free).isTrue();
    }
  }

  @Test
  void orderCountsAmongNamesOfWhichTheFirstThatFitsWins() throws Exception {
    assertThat(Exports.of("/ip dns static\nadd name=b\nadd regexp=a\n").sha256())
        .isNotEqualTo(Exports.of("/ip dns static\nadd regexp=a\nadd name=b\n").sha256());
  }

  @Test
  void theOrderOfSectionsMeansNothing() throws Exception {
    assertThat(Exports.of("/a\nadd x=1\n/b\nadd y=1\n/a\nadd x=2\n").sha256())
        .isEqualTo(Exports.of("/b\nadd y=1\n/a\nadd x=1\nadd x=2\n").sha256());
  }

  @Test
  void readsAFileOfSeveralMegabytes(@TempDir Path folder) throws Exception {
    StringBuilder text = new StringBuilder(HEADER + "/ip firewall address-list\n");
    for (int i = 0; i < 100_000; i++) {
      text.append(
          "add address=10.%d.%d.%d list=bogons\n".formatted(i >> 16, i >> 8 & 255, i & 255));
    }
    Path file = Files.writeString(folder.resolve("big.rsc"), text);

    assertThat(NormalizedExport.read(file).size()).isEqualTo(100_000);
  }

  @Test
  void ofAnExportThatTakesTooMuchMemoryOnlyTheHeaderIsKept() throws Exception {
    StringBuilder text = new StringBuilder(HEADER + "/ip firewall address-list\n");
    int items = (int) (NormalizedExport.MAX_HELD / 64);
    for (int i = 0; i < items; i++) {
      text.append("add address=").append(i).append('\n');
    }
    text.append("#error exporting \"/ip/socks\" (timeout)\n#interrupted\n");

    NormalizedExport export = bounded(text.toString());

    assertThat(export.isTooLarge()).isTrue();
    assertThat(export.size()).isEqualTo(items);
    assertThat(export.sections()).extracting(ExportSection::path).containsExactly("");
    assertThat(export.sha256()).isNull();
    assertThat(export.header()).isEqualTo(Exports.of(HEADER).header());
    assertThat(export.unexported()).containsExactly("/ip socks");
    assertThat(export.interrupted()).isTrue();
  }

  @Test
  void soItIsOfOneWithALineThatTakesTooMuchMemory() throws Exception {
    NormalizedExport export =
        bounded(HEADER + "/system script\nadd source=\"" + "x\\\n    ".repeat(300_000) + "\"\n");

    assertThat(export.isTooLarge()).isTrue();
    assertThat(export.size()).isEqualTo(1);
  }

  @Test
  void anUsualExportIsReadAsAlways() throws Exception {
    String text = HEADER + "/ip address\nadd address=10.0.0.1/24 interface=a\n";

    assertThat(bounded(text).sha256()).isEqualTo(Exports.of(text).sha256());
    assertThat(bounded(text).isTooLarge()).isFalse();
  }

  private static NormalizedExport bounded(String text) throws IOException, AgentException {
    return NormalizedExport.readBounded(
        new java.io.ByteArrayInputStream(
            text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
  }

  @Test
  void refusesAnExportWithoutEnd() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            java.util.Arrays.fill(bytes, offset, offset + length, (byte) '\n');
            return length;
          }
        };

    assertThatThrownBy(() -> NormalizedExport.read(endless))
        .isInstanceOfSatisfying(
            AgentException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FormatLimitExceeded))
        .hasMessageContaining("67108864 bytes");
  }

  private static boolean swapped(String path) throws IOException, AgentException {
    return Exports.of(path + "\nadd name=a\nadd name=b\n")
        .sha256()
        .equals(Exports.of(path + "\nadd name=b\nadd name=a\n").sha256());
  }

  private static List<String> items(String text, String path) throws IOException, AgentException {
    return Exports.of(text).section(path).orElseThrow().items();
  }
}
