package io.proxpanel.backup.agent.router.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.AgentException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tar of the machine, which is what people open an archive with. */
class RouterArchiveIT {
  private static final Instant TIME = Instant.parse("2026-11-26T03:04:05Z");

  @TempDir private Path folder;

  private String export;
  private Path archive;

  @BeforeEach
  void writeAnArchive() throws IOException, AgentException {
    export = "/ip dns\nset servers=9.9.9.9\n".repeat(1000);
    archive = folder.resolve("archive.tar.gz");
    try (OutputStream out = Files.newOutputStream(archive)) {
      RouterArchiveWriter writer = new RouterArchiveWriter(out, "Core", "10.0.0.1", TIME);
      writer.export(Files.writeString(folder.resolve("export"), export));
      writer.backup(Files.write(folder.resolve("backup"), new byte[1024]));
      writer.finish();
    }
  }

  @Test
  void tarListsAndUnpacksIt() throws Exception {
    assertThat(tar("--utc", "--full-time", "--numeric-owner", "-tvzf", archive.toString()).lines())
        .map(line -> line.replaceAll(" +", " "))
        .containsExactly(
            "-rw------- 0/0 28000 2026-11-26 03:04:05 nas_Core_10.0.0.1.rsc",
            "-rw------- 0/0 1024 2026-11-26 03:04:05 nas_Core_10.0.0.1.backup");

    tar("-xzf", archive.toString(), "-C", folder.toString());
    assertThat(folder.resolve("nas_Core_10.0.0.1.rsc")).hasContent(export);
    assertThat(folder.resolve("nas_Core_10.0.0.1.backup")).hasBinaryContent(new byte[1024]);
  }

  @Test
  void whatTarPacksAgainIsRead() throws Exception {
    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    tar("-xzf", archive.toString(), "-C", unpacked.toString());
    for (String format : List.of("gnu", "ustar", "pax")) {
      Path again = folder.resolve(format + ".tar.gz");
      tar("--format=" + format, "-czf", again.toString(), "-C", unpacked.toString(), ".");

      RouterArchive read = RouterArchive.read("again.tar.gz", Files.newInputStream(again));
      assertThat(read.names())
          .as(format)
          .containsExactlyInAnyOrder("nas_Core_10.0.0.1.rsc", "nas_Core_10.0.0.1.backup");
      assertThat(read.export().orElseThrow().size()).as(format).isEqualTo(1000);
    }
  }

  private static String tar(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "tar";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError("This test needs GNU tar: install the package tar.", e);
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", Arrays.toString(command), output).isZero();
    return output;
  }
}
