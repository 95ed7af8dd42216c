package io.proxpanel.backup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoggedDocumentTest {
  /** An odd number of characters before them lets a cut fall between the halves of one. */
  private static final String LONG = "x" + "\uD83D\uDC18ü\"\\".repeat(5000);

  @Test
  void aLongDocumentComesOutOfALogAsItWentIn() {
    List<String> lines = LoggedDocument.lines(LONG);

    assertThat(lines)
        .hasSizeGreaterThan(5)
        .allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length < 16 * 1024);
    String log = "INFO before\n" + String.join("\nINFO between\n", lines) + "\nINFO after\n";
    assertThat(LoggedDocument.of(LONG).find(log)).contains(LONG);
  }

  @Test
  void aDocumentThatIsNotWholeIsNotFound() {
    List<String> lines = LoggedDocument.lines(LONG);
    LoggedDocument document = LoggedDocument.of(LONG);

    assertThat(document.find(String.join("\n", lines.subList(1, lines.size())))).isEmpty();
    assertThat(document.find(String.join("\n", lines) + "\n#document more")).isEmpty();
    assertThat(document.find("")).isEmpty();
  }

  @Test
  void aListOfThousandsOfTenantsSurvives() throws Exception {
    TenantList list =
        new TenantList(IntStream.range(0, 5000).mapToObj(i -> "tenant-" + i).toList());
    String json = Json.write(list);

    String found =
        LoggedDocument.of(json).find(String.join("\n", LoggedDocument.lines(json))).orElseThrow();

    assertThat(Json.read(found, TenantList.class)).isEqualTo(list);
  }
}
