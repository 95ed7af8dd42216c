package io.proxpanel.backup.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.format.BrokenStreams;
import io.proxpanel.backup.agent.format.TestBackups;
import io.proxpanel.backup.contract.KeyOrder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecryptCommandTest extends CommandTest {
  private static final String INSIDE =
      "4dc28b0ee8b51caca90c6e8b6b267408f31207051903c88176f00a14d8edd580";

  private CommandRun decrypt(String... more) {
    String[] arguments =
        Arrays.copyOf(new String[] {"decrypt", "--password-file"}, 3 + more.length);
    arguments[2] = password.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return run(arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"v1-salt-first", "v1-password-first", "v2-salt-first", "v2-password-first"})
  void writesToStandardOutputAndNothingElse(String name) throws Exception {
    CommandRun run = decrypt(vector(name));

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(sha256(run.out())).isEqualTo(INSIDE);
  }

  @Test
  void takesAHyphenForStandardOutput() throws Exception {
    assertThat(sha256(decrypt("-o", "-", vector("v2-salt-first")).out())).isEqualTo(INSIDE);
  }

  @Test
  void writesAFileForItsOwnerAloneAndSaysSo() throws Exception {
    Path out = folder.resolve("out.dump");

    CommandRun run = decrypt("-o", out.toString(), vector("v2-salt-first"));

    assertThat(run.exit()).isZero();
    assertThat(sha256(Files.readAllBytes(out))).isEqualTo(INSIDE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
        .isEqualTo("rw-------");
    assertThat(run.json().get("plaintextSha256")).isEqualTo(INSIDE);
    assertThat(run.json().get("file")).isEqualTo(vector("v2-salt-first"));
    assertThat(names(folder)).containsExactly("out.dump", "password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad-flipped-bit", "bad-truncated"})
  void letsNothingOutOfAFileThatIsNotAuthentic(String name) throws Exception {
    decrypt(vector(name)).refusedSilently(4, vector(name) + " is damaged: the password from");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad-flipped-bit", "bad-truncated"})
  void leavesNoFileOfOneThatIsNotAuthentic(String name) throws Exception {
    decrypt("-o", folder.resolve("out").toString(), vector(name))
        .refused(4, "WrongKeyOrDamaged", "is damaged: the password from");

    assertThat(names(folder)).containsExactly("password");
  }

  @Test
  void readsStandardInputTwiceByWayOfACopy() throws Exception {
    CommandRun run =
        CommandRun.withInput(
            scratch,
            vectorBytes("v2-salt-first"),
            "decrypt",
            "--password-file",
            password.toString(),
            "-");

    assertThat(run.exit()).isZero();
    assertThat(sha256(run.out())).isEqualTo(INSIDE);
    assertThat(names(scratch)).isEmpty();
  }

  @Test
  void letsNothingOutOfStandardInputThatIsNotAuthentic() throws Exception {
    CommandRun.withInput(
            scratch,
            vectorBytes("bad-flipped-bit"),
            "decrypt",
            "--password-file",
            password.toString(),
            "-")
        .refusedSilently(4, "standard input is damaged: the password from");
    assertThat(names(scratch)).isEmpty();
  }

  @Test
  void streamsInOnePassWithoutACopy() throws Exception {
    CommandRun run =
        CommandRun.withInput(
            folder.resolve("no-scratch"),
            vectorBytes("v2-password-first"),
            "decrypt",
            "--stream",
            "--password-file",
            password.toString(),
            "-");

    assertThat(run.exit()).isZero();
    assertThat(sha256(run.out())).isEqualTo(INSIDE);
  }

  @Test
  void endsAStreamThatIsNotAuthenticInAnError() throws Exception {
    CommandRun run = decrypt("--stream", vector("bad-flipped-bit"));

    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err()).contains("bad-flipped-bit.proisp.bak is damaged:");
    assertThat(run.out()).startsWith("PGDMP".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void removesThePartialFileOfAStreamThatIsNotAuthentic() throws Exception {
    decrypt("--stream", "-o", folder.resolve("out").toString(), vector("bad-flipped-bit"))
        .refused(4, "WrongKeyOrDamaged", "is damaged:");

    assertThat(names(folder)).containsExactly("password");
  }

  @Test
  void streamsIntoAFile() throws Exception {
    Path out = folder.resolve("out");

    CommandRun run = decrypt("--stream", "-o", out.toString(), vector("v1-salt-first"));

    assertThat(run.exit()).isZero();
    assertThat(run.json().get("keyOrder")).isEqualTo("salt-first");
    assertThat(sha256(Files.readAllBytes(out))).isEqualTo(INSIDE);
  }

  @Test
  void cannotStreamWhatDoesNotStartLikeAnArchive() throws Exception {
    decrypt("--stream", vector("bad-not-a-dump"))
        .refusedSilently(4, "so in a single pass no key can be chosen: check the password");
  }

  @Test
  void givesOutWhatIsNoArchiveWhereItMayReadTwice() throws Exception {
    assertThat(sha256(decrypt(vector("bad-not-a-dump")).out()))
        .isEqualTo("97bcef9d08fefbac83759db12501fee45bf223ae4eca3a3aa5b7063c05125305");
  }

  @Test
  void doesNotReplaceAFileUnlessItIsToldTo() throws Exception {
    Path out = Files.writeString(folder.resolve("out"), "precious");

    decrypt("-o", out.toString(), vector("v2-salt-first"))
        .refused(
            5,
            "FileNameTaken",
            out + " is there already: name another file, or add --force to replace it.");
    assertThat(out).hasContent("precious");

    assertThat(decrypt("--force", "-o", out.toString(), vector("v2-salt-first")).exit()).isZero();
    assertThat(sha256(Files.readAllBytes(out))).isEqualTo(INSIDE);
  }

  @Test
  void keepsTheFileThatItWasToReplaceWhenItFails() throws Exception {
    Path out = Files.writeString(folder.resolve("out"), "precious");

    assertThat(decrypt("--force", "-o", out.toString(), vector("bad-truncated")).exit())
        .isEqualTo(4);

    assertThat(out).hasContent("precious");
    assertThat(names(folder)).containsExactly("out", "password");
  }

  @Test
  void doesNotReplaceAFolderOrADevice() throws Exception {
    for (String name : new String[] {folder.toString(), "/dev/null"}) {
      decrypt("--force", "-o", name, vector("v2-salt-first"))
          .refused(
              5,
              "FileNameTaken",
              name
                  + " is there and is no regular file: name another one, or - for standard output.");
    }
  }

  @Test
  void saysThatTheFolderDoesNotExist() throws Exception {
    Path out = folder.resolve("none/out");

    decrypt("-o", out.toString(), vector("v2-salt-first"))
        .refused(
            5,
            "FolderMissing",
            "There is no folder "
                + out.getParent()
                + " to write "
                + out
                + " into: create it first.");
  }

  @Test
  void saysThatStandardOutputIsFull() throws Exception {
    Path file =
        Files.write(
            folder.resolve("f"),
            TestBackups.encrypt(KeyOrder.SALT_FIRST, TestBackups.archiveLike(100_000)));

    toBrokenOutput("No space left on device", file)
        .refusedSilently(
            5, "standard output cannot be written to its end: the disk is full; free some space.");
  }

  @Test
  void saysThatStandardOutputIsGone() throws Exception {
    Path file =
        Files.write(
            folder.resolve("f"),
            TestBackups.encrypt(KeyOrder.SALT_FIRST, TestBackups.archiveLike(100_000)));

    toBrokenOutput("Broken pipe", file)
        .refusedSilently(
            5,
            "standard output cannot be written to its end: check the disk that it is on, or the"
                + " program that reads it.");
  }

  private CommandRun toBrokenOutput(String message, Path file) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        new AgentCommand(
                new Console(
                    new ByteArrayInputStream(new byte[0]),
                    BrokenStreams.output(1000, message),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    scratch,
                    new Cleanup()))
            .run("decrypt", "--password-file", password.toString(), file.toString());
    return new CommandRun(exit, new byte[0], err.toString(StandardCharsets.UTF_8));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
