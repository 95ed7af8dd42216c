package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import io.proxpanel.backup.e2e.ftp.FtpServer;
import io.proxpanel.backup.e2e.ftp.FtpServerKind;
import io.proxpanel.backup.e2e.ftp.TestCertificate;
import io.proxpanel.backup.e2e.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An agent whose node has another time than the servers. */
class ClockSkewIT {
  private static final Path LIBRARIES = Path.of("/usr/lib");

  @TempDir private Path folder;

  /** The agent believes that it is another time, while its timers go right. */
  private AgentJob agent(String offset) throws IOException {
    return new AgentJob(folder)
        .with("LD_PRELOAD", library().toString())
        .with("DONT_FAKE_MONOTONIC", "1")
        .with("FAKETIME", offset);
  }

  private static Path library() throws IOException {
    try (Stream<Path> found =
        Files.find(LIBRARIES, 3, (path, is) -> path.endsWith("faketime/libfaketime.so.1"))) {
      return found
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("Install the package libfaketime, or run e2e/test."));
    }
  }

  private static DestinationResult probe(AgentJob job, Destination destination) throws IOException {
    Task.Probe probe = new Task.Probe("uid-1", null, false, null, List.of(destination));
    TaskResult result = job.start("probe", Json.write(probe)).end();
    assertThat(result.destinations()).as(Files.readString(job.log())).hasSize(1);
    return result.destinations().get(0);
  }

  /** The client of S3 sees what time the service has, and signs with that. */
  @ParameterizedTest
  @CsvSource({"-2h", "+2h"})
  void s3GoesByTheTimeOfTheService(String offset) throws Exception {
    try (S3Server s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")))) {
      Files.createDirectory(s3.buckets().resolve("panel-backups"));
      AgentJob job = agent(offset);

      DestinationResult result = probe(job, s3(job, s3));

      assertThat(result.failure()).isNull();
      assertThat(result.state()).isEqualTo(DestinationResult.READY);
    }
  }

  private static Destination s3(AgentJob job, S3Server server) {
    return new Destination(
        "s3",
        null,
        null,
        null,
        new Destination.S3(
            "http://127.0.0.1:" + server.port(),
            "us-east-1",
            "panel-backups",
            "panel",
            true,
            job.secret("id", server.accessKey()).toString(),
            job.secret("secret", server.secret()).toString(),
            null,
            null,
            null,
            null,
            null,
            null),
        null,
        null,
        null);
  }

  /** The server's certificate is good for two days. */
  @ParameterizedTest
  @CsvSource({"+5d, NotAfter: ", "-5d, NotBefore: "})
  void aCertificateIsNotGoodAtAnyTime(String offset, String words) throws Exception {
    TestCertificate certificate =
        TestCertificate.make(Files.createDirectory(folder.resolve("tls")), "IP:127.0.0.1");
    try (FtpServer ftp =
        FtpServer.start(
            FtpServerKind.PROFTPD,
            Files.createDirectory(folder.resolve("ftp")),
            FtpServer.Options.tls(FtpServer.Tls.EXPLICIT, certificate))) {
      AgentJob job = agent(offset);

      DestinationResult result = probe(job, ftp(job, ftp, certificate));

      assertThat(result.failure().code()).isEqualTo(ErrorCode.DestinationCertificateRefused);
      assertThat(result.failure().message())
          .contains(words, "): check its name, its dates and the clock of this node");
    }
  }

  private static Destination ftp(AgentJob job, FtpServer server, TestCertificate certificate) {
    return new Destination(
        "ftp",
        null,
        new Destination.Ftp(
            "127.0.0.1",
            server.port(),
            "",
            Destination.FtpSecurity.Explicit,
            server.kind().user(),
            null,
            job.secret("ftp-password", FtpServer.PASSWORD).toString(),
            certificate.authority().toString(),
            false,
            null,
            null,
            null),
        null,
        null,
        null,
        null,
        null);
  }
}
