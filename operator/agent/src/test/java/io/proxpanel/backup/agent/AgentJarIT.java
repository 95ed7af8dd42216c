package io.proxpanel.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.contract.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only the packaged program can show. */
class AgentJarIT {
  /** Far more than the heap that the program is given. */
  private static final int LARGE = 300 << 20;

  private static final String HEAP = "-Xmx32m";

  @TempDir Path folder;
  private String password;
  private Path large;
  private Path encrypted;

  @BeforeEach
  void prepare() throws Exception {
    password = Files.writeString(folder.resolve("password"), "s3cret-Db-P@ss").toString();
    large = folder.resolve("large");
    encrypted = folder.resolve("large.proisp.bak");
  }

  @Test
  void saysItsVersionAndNothingElse() throws Exception {
    AgentJar.Ended run = jar().run("--version");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith("backup-agent 0.").doesNotContain("not packaged");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void goesThroughALargeFileInConstantMemory() throws Exception {
    String hash = writeLarge("no archive");

    AgentJar.Ended encrypt =
        jar()
            .run(
                "encrypt",
                "--password-file",
                password,
                "-o",
                encrypted.toString(),
                large.toString());
    AgentJar.Ended verify = jar().run("verify", "--password-file", password, encrypted.toString());
    AgentJar.Ended decrypt =
        jar()
            .out(folder.resolve("decrypted"))
            .run("decrypt", "--password-file", password, encrypted.toString());

    assertThat(encrypt.err()).isEmpty();
    assertThat(encrypt.exit()).isZero();
    assertThat(verify.exit()).isZero();
    Map<?, ?> report = Json.read(verify.out(), Map.class);
    assertThat(report.get("plaintextBytes")).isEqualTo(LARGE);
    assertThat(report.get("plaintextSha256")).isEqualTo(hash);
    assertThat(decrypt.exit()).isZero();
    assertThat(sha256(folder.resolve("decrypted"))).isEqualTo(hash);
    assertThat(list(jar().temporary())).isEmpty();
  }

  @Test
  void goesThroughALargeStreamInConstantMemory() throws Exception {
    String hash = writeLarge("PGDMP");
    Path decrypted = folder.resolve("decrypted");

    AgentJar.Ended encrypt =
        jar()
            .in(Redirect.from(large.toFile()))
            .out(encrypted)
            .run("encrypt", "--password-file", password, "-o", "-", "-");
    AgentJar.Ended authenticated =
        jar()
            .in(Redirect.from(encrypted.toFile()))
            .out(decrypted)
            .run("decrypt", "--password-file", password, "-");

    assertThat(encrypt.exit()).isZero();
    assertThat(authenticated.err()).isEmpty();
    assertThat(sha256(decrypted)).isEqualTo(hash);
    AgentJar.Ended streamed =
        jar()
            .in(Redirect.from(encrypted.toFile()))
            .run(
                "decrypt",
                "--stream",
                "--force",
                "--password-file",
                password,
                "-o",
                decrypted.toString(),
                "-");
    assertThat(streamed.exit()).isZero();
    assertThat(sha256(decrypted)).isEqualTo(hash);
    assertThat(list(jar().temporary())).isEmpty();
  }

  /** A folder that cannot be written, and native code switched off: slower, and the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Djava.io.tmpdir=/proc",
        "-Djava.io.tmpdir=/does/not/exist",
        "-Dorg.bouncycastle.native.cpu_variant=java"
      })
  void worksWithoutItsNativeLibrary(String option) throws Exception {
    Path vector = Path.of("src/test/resources/vectors/v2-password-first.proisp.bak");
    AgentJar.Ended verify =
        jar().option(option).run("verify", "--password-file", password, vector.toString());

    assertThat(verify.err()).isEmpty();
    assertThat(verify.exit()).isZero();
    assertThat(verify.out())
        .contains("4dc28b0ee8b51caca90c6e8b6b267408f31207051903c88176f00a14d8edd580");
  }

  @Test
  void leavesNothingInTheTemporaryFolderEvenWhenItIsKilled() throws Exception {
    AgentJar jar = jar().in(Redirect.PIPE);
    Process process =
        jar.start("encrypt", "--password-file", password, "-o", encrypted.toString(), "-");
    feedUntilItWrites(process);

    process.destroyForcibly();

    jar.ended(process);
    assertThat(list(jar.temporary())).isEmpty();
    assertThat(encrypted).doesNotExist();
  }

  @Test
  void removesItsUnfinishedFileWhenItIsToldToStop() throws Exception {
    AgentJar jar = jar().in(Redirect.PIPE);
    Process process =
        jar.start("encrypt", "--password-file", password, "-o", encrypted.toString(), "-");
    feedUntilItWrites(process);

    // Not Process.destroy, which also ends the input: then it might be done before the signal
    // comes.
    process.toHandle().destroy();

    assertThat(jar.ended(process).exit()).isEqualTo(143);
    assertThat(list(folder)).noneMatch(name -> name.endsWith(".part"));
    assertThat(encrypted).doesNotExist();
  }

  @Test
  void saysThatStandardOutputIsFull() throws Exception {
    AgentJar.Ended run =
        jar()
            .out(Path.of("/dev/full"))
            .run("encrypt", "--password-file", password, "-o", "-", password);

    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.err())
        .isEqualTo(
            "standard output cannot be written to its end: the disk is full; free some space.\n");
  }

  private AgentJar jar() throws IOException {
    return new AgentJar(folder).option(HEAP);
  }

  /** Gives a program that reads standard input something to do, and waits until it does it. */
  private void feedUntilItWrites(Process process) throws Exception {
    OutputStream in = process.getOutputStream();
    in.write(new byte[1 << 20]);
    in.flush();
    await()
        .until(
            () -> {
              try (Stream<Path> files = Files.list(folder)) {
                return files.anyMatch(
                    file -> file.toString().endsWith(".part") && file.toFile().length() > 1 << 19);
              }
            });
  }

  /** Writes a large file that starts so, and returns its hash. */
  private String writeLarge(String start) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] block = new byte[1 << 20];
    new Random(7).nextBytes(block);
    byte[] first = block.clone();
    System.arraycopy(start.getBytes(StandardCharsets.US_ASCII), 0, first, 0, start.length());
    try (OutputStream out = Files.newOutputStream(large)) {
      for (int i = 0; i < LARGE / block.length; i++) {
        byte[] next = i == 0 ? first : block;
        digest.update(next);
        out.write(next);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String sha256(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (var in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      int n;
      while ((n = in.read(buffer)) >= 0) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
