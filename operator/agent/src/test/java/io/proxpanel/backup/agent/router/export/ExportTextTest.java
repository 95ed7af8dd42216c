package io.proxpanel.backup.agent.router.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTextTest {
  private static final String HEADER =
      "# 2024-01-02 10:11:12 by RouterOS 7.16\n# software id = X\n";
  private static final String WHOLE =
      HEADER
          + "/interface bridge\n"
          + "add comment=\"a \\\"b\\\" \\\\\" name=bridge1\n"
          + "/system script\n"
          + "add name=s source=\":log info \\\"x\\\"\\r\\\n"
          + "    \\n# no comment\\r\\\n"
          + "    \\n:put \\\"y\\\"\"\n"
          + "# a router's remark with a \" in it\n"
          + "/system identity\n"
          + "set name=edge-1\n";

  @TempDir private Path folder;

  @Test
  void aWholeOneHasNoDefect() throws IOException {
    assertThat(defect(WHOLE)).isNull();
    assertThat(defect(WHOLE.replace("\n", "\r\n"))).isNull();
    assertThat(defect(WHOLE.replace("# 2024-01-02 10:11:12 by", "# jan/02/2024 10:11:12 by")))
        .isNull();
  }

  /** Cut at each byte: only after a whole command can the text not show it. */
  @Test
  void aCutOneShowsIt() throws IOException {
    for (int length = 0; length < WHOLE.length(); length++) {
      String cut = WHOLE.substring(0, length);
      boolean afterACommand =
          cut.endsWith("\n") && !cut.endsWith("\\\n") && cut.contains("/interface");
      assertThat(defect(cut) == null)
          .as("cut after %d bytes: …%s", length, cut.substring(Math.max(0, length - 20)))
          .isEqualTo(afterACommand);
    }
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThat(defect("")).isEqualTo("does not begin with the line that RouterOS writes first");
    assertThat(defect(HEADER)).isEqualTo("has no command in it");
    assertThat(defect(HEADER + "/ip pool\nadd nam")).isEqualTo("ends within line 4");
    assertThat(defect(HEADER + "/ip pool\nadd name=a \\\n"))
        .isEqualTo("ends with a line that has no continuation");
    assertThat(defect(HEADER + "/ip pool\nadd name=\"a\n/queue tree\nadd name=\"b\"\n"))
        .isEqualTo("has a string in line 4 that is not closed");
    assertThat(defect(WHOLE + "#interrupted\n")).isEqualTo("says that the router interrupted it");
    assertThat(defect("<html>\n"))
        .isEqualTo("does not begin with the line that RouterOS writes first");
  }

  @Test
  void isWholeWhereTheRouterCouldNotExportAMenu() throws IOException {
    assertThat(defect(WHOLE + "#error exporting \"/interface/wifi\" (timeout)\n")).isNull();
  }

  @Test
  void aCommentMayHaveBytesOfAnyCharacterSet() throws IOException {
    byte[] header = (HEADER + "/interface bridge\nadd comment=\"").getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("bytes.rsc");
    Files.write(file, header);
    try (var out = Files.newOutputStream(file, java.nio.file.StandardOpenOption.APPEND)) {
      out.write(new byte[] {(byte) 0xcf, (byte) 0xf0, (byte) 0xe8, (byte) 0x85, '"', '\n'});
    }

    assertThat(ExportText.defect(file)).isEmpty();
  }

  private String defect(String text) throws IOException {
    return ExportText.defect(Files.writeString(folder.resolve("x.rsc"), text)).orElse(null);
  }
}
