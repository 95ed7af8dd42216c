package io.proxpanel.backup.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FileHeadTest {
  @Test
  void looksAsHexdumpShowsIt() {
    byte[] bytes = "PROXPANEL_ENCRYPTED\n\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(FileHead.format(bytes))
        .isEqualTo(
            """
            00000000  50 52 4f 58 50 41 4e 45 4c 5f 45 4e 43 52 59 50  |PROXPANEL_ENCRYP|
            00000010  54 45 44 0a ff                                   |TED..|
            """);
  }
}
