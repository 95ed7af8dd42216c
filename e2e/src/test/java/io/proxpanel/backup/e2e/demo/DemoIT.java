package io.proxpanel.backup.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.e2e.embedded.FolderTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demo as a person sees it, with a small database. */
class DemoIT {
  private Path results;

  /** Where only its owner can enter, as a home may be that the project was cloned into. */
  @BeforeEach
  void makeFolder() throws IOException {
    results = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "demo-");
    assertThat(Files.getPosixFilePermissions(results))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @AfterEach
  void removeFolder() throws IOException {
    FolderTree.delete(results);
  }

  @Test
  void tellsTheWholeJobAndProvesThatEveryRowIsBack() throws Exception {
    DemoSettings settings = new DemoSettings(Path.of(".."), results, 300, false, false, false);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Set<Long> before = children();

    boolean whole =
        Demo.run(settings, new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false));

    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(whole).as(text).isTrue();
    assertThat(text)
        .contains("Not real: Kubernetes.", "   $ kubectl apply -f backup.yaml\n")
        .contains("|PROXPANEL_ENCRYP|", "$ psql -c \"DROP TABLE radcheck CASCADE;\"")
        .contains("$ psql -c \"CREATE VIEW debtors AS")
        .contains("Normal   Stored      backups/proisp_full_", "no table", "changed")
        .containsPattern("before-upgrade   Succeeded   Full   \\S+ [KM]iB   \\d+s +\\d+s")
        .containsPattern(
            "undo-upgrade +Succeeded +before-upgrade +proxpanel@127.0.0.1 .* all as it was\n")
        .containsPattern("\\$ rm proisp_full_\\S+\\.proisp\\.bak +# on the volume")
        .containsPattern("jsonpath='\\{\\.status\\.copy\\}'\\s+ftp\\s")
        .contains("Swap: All that a swap needs is there.")
        .containsPattern("Yes: [0-9,]+ rows in 27 tables")
        .contains("Nothing is left running");
    assertThat(children()).as("processes that were started").isEqualTo(before);
    // What it suggests works as it is printed.
    for (String arguments : suggested(text)) {
      Process agent =
          new ProcessBuilder(("java " + arguments).split(" "))
              .directory(Path.of("..").toFile())
              .redirectErrorStream(true)
              .start();
      String answer = new String(agent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(agent.waitFor()).as(arguments + ": " + answer).isZero();
    }
    assertThat(suggested(text)).hasSize(2);
    assertThat(Files.getPosixFilePermissions(results.resolve("password")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  private static List<String> suggested(String text) {
    return Pattern.compile("(?m)^   \\$ java (.*)$")
        .matcher(text)
        .results()
        .map(each -> each.group(1))
        .toList();
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }
}
