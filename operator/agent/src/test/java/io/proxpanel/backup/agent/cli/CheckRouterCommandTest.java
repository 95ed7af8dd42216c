package io.proxpanel.backup.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.router.archive.ArchiveFacts;
import io.proxpanel.backup.agent.router.archive.RouterArchiveWriter;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckRouterCommandTest extends CommandTest {
  @Test
  void needsAnAddressAUserAndAPassword() throws Exception {
    run("check-router", "archive.tar.gz")
        .refused(2, "Usage", "Missing required options: '--host=HOST', '--user=USER'");
    check("archive.tar.gz", "--no-tls", "--fingerprint", "ab")
        .refused(2, "Usage", "are mutually exclusive (specify only one)");
  }

  @Test
  void refusesWhatIsNoArchiveOfARouter() throws Exception {
    check(folder.resolve("none").toString()).refused(5, "FileMissing", "does not exist");
    check(vector("bad-magic"))
        .refused(3, "NotABackupFile", "is not a router archive: it is not compressed by gzip.");
  }

  @Test
  void saysHowAnEncryptedOneIsOpened() throws Exception {
    check("mikrotik_edge-1_20261104_021500.tar.gz.enc")
        .refused(
            2,
            "Usage",
            "is encrypted: give this verb what comes out of \"backup-agent decrypt --password-file"
                + " P mikrotik_edge-1_20261104_021500.tar.gz.enc\", as a file or as standard input"
                + " (-).");
  }

  @Test
  void saysWhyAnArchiveHasNoConfiguration() throws Exception {
    Path archive =
        archive(
            writer -> {
              writer.failed("The router was off.");
              writer.facts(
                  new ArchiveFacts(
                      ArchiveFacts.VERSION,
                      "edge-1",
                      "10.0.0.1",
                      "2026-11-04T02:15:00Z",
                      null,
                      null,
                      null,
                      new Failure(ErrorCode.RouterUnreachable, "The router was off.")));
            });

    check(archive.toString())
        .refused(
            3,
            "NotABackupFile",
            "has no configuration in it, because the router had failed. Use the archive of another"
                + " time. What was wrong then: The router was off.");
  }

  @Test
  void saysThatTheRouterCannotBeReached() throws Exception {
    Path export = Files.writeString(folder.resolve("x.rsc"), "/ip dns\nset servers=9.9.9.9\n");
    Path archive = archive(writer -> writer.export(export));

    CommandRun run = check(archive.toString(), "--no-tls", "--port", closedPort());

    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.err()).startsWith("The router \"127.0.0.1\" (127.0.0.1:");
    assertThat(run.json().get("error"))
        .isEqualTo(Map.of("code", "RouterUnreachable", "message", run.err().strip()));
  }

  private CommandRun check(String archive, String... more) {
    String[] arguments = {
      "check-router",
      "--host",
      "127.0.0.1",
      "--user",
      "backup",
      "--password-file",
      password.toString(),
      archive
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return run(all);
  }

  private interface Content {
    void write(RouterArchiveWriter writer) throws Exception;
  }

  private Path archive(Content content) throws Exception {
    Path file = folder.resolve("mikrotik_edge-1_20261104_021500.tar.gz");
    try (OutputStream out = Files.newOutputStream(file)) {
      RouterArchiveWriter writer =
          new RouterArchiveWriter(out, "edge-1", "10.0.0.1", Instant.parse("2026-11-04T02:15:00Z"));
      content.write(writer);
      writer.finish();
    }
    return file;
  }

  private static String closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Integer.toString(socket.getLocalPort());
    }
  }
}
