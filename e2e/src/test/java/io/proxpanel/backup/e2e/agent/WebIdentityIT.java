package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.State;
import io.proxpanel.backup.e2e.net.CutProxy;
import io.proxpanel.backup.e2e.s3.S3Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A destination without keys: the agent changes the token of its pod's service account for keys, as
 * Kubernetes in the clouds gives it, and signs with those. The S3 server that there is here knows
 * keys without a session only, and says so.
 */
class WebIdentityIT {
  @TempDir Path folder;
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  @Test
  void theServiceAccountsTokenIsTheLogin() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "token-of-the-service-account");
    HttpServer sts =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    try (S3Server s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")));
        CutProxy front = new CutProxy(s3.port())) {
      Files.createDirectory(s3.buckets().resolve("panel-backups"));
      sts.createContext(
          "/",
          exchange -> {
            asked.add(
                URLDecoder.decode(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    StandardCharsets.UTF_8));
            byte[] answer = credentials(s3).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      sts.start();
      front.keepBeginnings();
      AgentJob job =
          new AgentJob(folder)
              .with("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString())
              .with("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/panel-backups")
              .with("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:" + sts.getAddress().getPort());
      Task.Probe probe =
          new Task.Probe("uid-1", null, false, null, List.of(destination(front.port())));

      TaskResult result = job.start("probe", Json.write(probe)).end();

      assertThat(result.state()).as(Files.readString(job.log())).isEqualTo(State.FAILED);
      assertThat(result.destinations().get(0).failure().code())
          .isEqualTo(ErrorCode.DestinationLoginRefused);
      assertThat(result.destinations().get(0).failure().message()).contains("InvalidToken");
      assertThat(front.pieces())
          .isNotEmpty()
          .allSatisfy(
              request ->
                  assertThat(request)
                      .containsIgnoringCase("\nx-amz-security-token: session-of-the-test\r\n")
                      .contains("Credential=" + s3.accessKey() + "/"));
      assertThat(asked)
          .isNotEmpty()
          .allSatisfy(
              request ->
                  assertThat(request)
                      .contains("Action=AssumeRoleWithWebIdentity")
                      .contains("RoleArn=arn:aws:iam::123456789012:role/panel-backups")
                      .contains("WebIdentityToken=token-of-the-service-account"));
      assertThat(Files.readString(job.log())).doesNotContain("token-of-the-service-account");
    } finally {
      sts.stop(0);
    }
  }

  private static Destination destination(int port) {
    return new Destination(
        "s3",
        null,
        null,
        null,
        new Destination.S3(
            "http://127.0.0.1:" + port,
            "us-east-1",
            "panel-backups",
            "panel",
            true,
            null,
            null,
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

  private static String credentials(S3Server server) {
    return """
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult>
            <Credentials>
              <AccessKeyId>%s</AccessKeyId>
              <SecretAccessKey>%s</SecretAccessKey>
              <SessionToken>session-of-the-test</SessionToken>
              <Expiration>%s</Expiration>
            </Credentials>
          </AssumeRoleWithWebIdentityResult>
        </AssumeRoleWithWebIdentityResponse>
        """
        .formatted(
            server.accessKey(),
            server.secret(),
            Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS));
  }
}
