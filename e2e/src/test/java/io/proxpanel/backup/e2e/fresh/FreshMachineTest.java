package io.proxpanel.backup.e2e.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the scripts decide on a machine that they do not know, and e2e/fresh before it makes one.
 */
class FreshMachineTest {
  @TempDir Path folder;

  private record Answer(int code, String text) {}

  private Answer run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true);
    builder.environment().merge("PATH", folder + ":", (path, first) -> first + path);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }

  /** Calls a function of e2e/lib. */
  private Answer call(String function, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "set -euo pipefail; for part in say packages java memory debian fresh; do"
                    + " source lib/$part.sh; done; \"$@\"",
                "bash",
                function));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  /** An apt that has these JDKs. */
  private void aptCache(String defaultJdk, int... jdks) throws IOException {
    StringBuilder script = new StringBuilder("#!/bin/sh\ncase $1 in\nsearch)\n");
    for (int jdk : jdks) {
      script.append("echo 'openjdk-%d-jdk-headless - OpenJDK (headless)'\n".formatted(jdk));
    }
    script.append(";;\ndepends)\necho '  Depends: " + defaultJdk + "'\n;;\nesac\n");
    program("apt-cache", script.toString());
    // It has been updated already, whatever it says.
    program("apt-get", "#!/bin/sh\n");
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void takesTheDistributionsOwnJdkWhereItIsNewEnough() throws Exception {
    aptCache("openjdk-21-jdk-headless", 21, 25);

    assertThat(call("jdk_package")).isEqualTo(new Answer(0, "openjdk-21-jdk-headless\n"));
  }

  @Test
  void takesTheNewestJdkWhereTheDistributionsOwnIsTooOld() throws Exception {
    aptCache("openjdk-11-jdk-headless", 17, 8, 11);

    assertThat(call("jdk_package")).isEqualTo(new Answer(0, "openjdk-17-jdk-headless\n"));
  }

  @Test
  void saysThatThereIsNoJdk() throws Exception {
    aptCache("openjdk-11-jdk-headless", 8, 11);

    assertThat(call("jdk_package"))
        .isEqualTo(
            new Answer(
                1,
                "This machine's package sources have no JDK from 17 on: install one by hand and"
                    + " put it first in the PATH.\n"));
  }

  @Test
  void putsAnotherReleaseInThePlaceOfTheMachinesOwn() throws Exception {
    Path apt = folder.resolve("apt");
    Files.createDirectories(apt.resolve("sources.list.d"));
    Files.writeString(
        apt.resolve("sources.list"),
        """
        deb http://bookworm.example.org/debian bookworm main contrib
        deb [signed-by=/key.gpg] http://mirror.example.org/security bookworm-security main
        deb-src http://mirror.example.org/debian bookworm main
        deb http://other.example.org/tools stable main
        # deb http://mirror.example.org/debian bookworm-backports main
        """);
    Files.writeString(
        apt.resolve("sources.list.d/debian.sources"),
        """
        Types: deb
        # A comment.
        URIs: http://mirror.example.org/bookworm
        Suites: bookworm bookworm-updates
        Components: main

        Types: deb
        URIs: http://other.example.org/bookworm
        Suites: nodistro
        Components: main

        Enabled: no
        Types: deb
        URIs: http://mirror.example.org/debian
        Suites: bookworm-backports
        Components: main
        """);
    Path made = Files.createDirectory(folder.resolve("made"));

    assertThat(call("sources_of", "trixie", "bookworm", apt.toString(), made.toString()))
        .isEqualTo(new Answer(0, ""));

    assertThat(made.resolve("machine.list"))
        .hasContent(
            """
            deb http://bookworm.example.org/debian trixie main contrib
            deb [signed-by=/key.gpg] http://mirror.example.org/security trixie-security main
            """);
    assertThat(made.resolve("machine.sources"))
        .hasContent(
            """
            Types: deb
            URIs: http://mirror.example.org/bookworm
            Suites: trixie trixie-updates
            Components: main

            """);
  }

  @Test
  void saysThatTheMachineHasNoSourcesToMakeOthersOf() throws Exception {
    Path apt = Files.createDirectories(folder.resolve("apt"));
    Path made = Files.createDirectory(folder.resolve("made"));

    assertThat(call("sources_of", "trixie", "bookworm", apt.toString(), made.toString()))
        .isEqualTo(
            new Answer(
                1,
                "This machine's apt has no sources of its own release, bookworm: name those of"
                    + " trixie with --sources.\n"));
  }

  @Test
  void freshSaysItsOptions() throws Exception {
    Answer help = run("./fresh", "--help");

    assertThat(help.code()).isZero();
    assertThat(help.text())
        .startsWith("Runs the demo, or another command of this checkout")
        .contains("--sources FILE ", "TMPDIR ")
        .doesNotContain("set -euo");
  }

  @Test
  void freshRefusesWhatItDoesNotUnderstand() throws Exception {
    assertThat(run("./fresh"))
        .isEqualTo(
            new Answer(
                1,
                "Of which release? Its codename is missing: e2e/fresh trixie. See e2e/fresh"
                    + " --help.\n"));
    assertThat(run("./fresh", "--source", "x"))
        .isEqualTo(new Answer(1, "There is no option \"--source\": see e2e/fresh --help.\n"));
    assertThat(run("./fresh", "--sources", "/none", "trixie"))
        .isEqualTo(new Answer(1, "--sources needs a file that can be read, and got \"/none\".\n"));
  }
}
