package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.BrokenStreams;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.LoggedDocument;
import io.proxpanel.backup.contract.TenantList;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentPrinterTest {
  private static final TenantList TENANTS = new TenantList(List.of("acme", "Ü\n\"x"));

  @Test
  void printsWhatTheLogIsSearchedFor() throws Exception {
    StringWriter log = new StringWriter();

    LoggedDocument document = DocumentPrinter.print(TENANTS, new PrintWriter(log, true));

    assertThat(document.find("before\n" + log + "after\n")).contains(Json.write(TENANTS));
  }

  @Test
  void saysThatItCannotBePrinted() {
    PrintWriter broken =
        new PrintWriter(BrokenStreams.output(0, "Broken pipe"), true, StandardCharsets.UTF_8);

    assertThatThrownBy(() -> DocumentPrinter.print(TENANTS, broken))
        .hasMessage("The answer cannot be printed: see what standard output is connected to.")
        .extracting(e -> ((AgentException) e).code())
        .isEqualTo(ErrorCode.InputOutput);
  }
}
