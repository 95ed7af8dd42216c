package io.proxpanel.backup.agent.destination.s3;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.net.PemFiles;
import io.proxpanel.backup.agent.format.SecretFile;
import io.proxpanel.backup.contract.Destination;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/** Makes the client of one service from a destination's settings, and from nothing else. */
final class S3Connector {
  private static final Duration MAX_PAUSE = Duration.ofSeconds(20);
  private static final String WEB_IDENTITY = "AWS_WEB_IDENTITY_TOKEN_FILE";

  private final Destination.S3 settings;
  private final S3Limits limits;
  private final S3Errors errors;

  S3Connector(Destination.S3 settings, S3Limits limits, S3Errors errors) {
    this.settings = settings;
    this.limits = limits;
    this.errors = errors;
  }

  /**
   * Ways of HTTP for a client.
   *
   * @throws AgentException {@code SecretUnreadable} when the authorities cannot be read
   */
  AbortableHttpClient http() throws AgentException {
    UrlConnectionHttpClient.Builder http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(limits.connect())
            .socketTimeout(limits.answer());
    if (settings.caFile() != null) {
      TrustManager[] trusted = PemFiles.authorities("CA of the S3 service", settings.caFile());
      http.tlsTrustManagersProvider(() -> trusted);
    }
    return new AbortableHttpClient(http.build(), errors);
  }

  /**
   * A client that has not connected yet.
   *
   * @throws AgentException {@code SecretUnreadable}, {@code TaskInvalid}
   */
  S3Client client(SdkHttpClient http) throws AgentException {
    try {
      Region region = Region.of(settings.region());
      S3ClientBuilder builder =
          S3Client.builder()
              .httpClient(http)
              .region(region)
              .forcePathStyle(settings.pathStyle())
              .credentialsProvider(credentials(http, region))
              // Checksums at the end of a body are newer than most services: Content-MD5 is not.
              .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
              .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
              .serviceConfiguration(
                  S3Configuration.builder()
                      .chunkedEncodingEnabled(false)
                      .expectContinueEnabled(false)
                      .build())
              .overrideConfiguration(override());
      if (settings.endpoint() != null) {
        builder.endpointOverride(endpoint());
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw errors.badSettings(String.valueOf(e.getMessage()), e);
    }
  }

  private URI endpoint() throws AgentException {
    URI endpoint = URI.create(settings.endpoint());
    boolean web = "https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme());
    if (!web || endpoint.getHost() == null) {
      throw errors.badSettings(
          "the endpoint \"" + endpoint + "\" is not a URL as https://s3.example.net", null);
    }
    return endpoint;
  }

  private ClientOverrideConfiguration override() {
    return ClientOverrideConfiguration.builder()
        // Nothing of ~/.aws.
        .defaultProfileFile(noProfiles())
        .retryStrategy(
            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(limits.attempts())
                .backoffStrategy(BackoffStrategy.exponentialDelay(limits.pause(), MAX_PAUSE))
                .throttlingBackoffStrategy(
                    BackoffStrategy.exponentialDelay(limits.pause().multipliedBy(2), MAX_PAUSE))
                .build())
        .build();
  }

  private static ProfileFile noProfiles() {
    return ProfileFile.builder()
        .type(ProfileFile.Type.CONFIGURATION)
        .content(new ByteArrayInputStream(new byte[0]))
        .build();
  }

  private AwsCredentialsProvider credentials(SdkHttpClient http, Region region)
      throws AgentException {
    if (settings.accessKeyIdFile() == null) {
      return ofThePod(http, region);
    }
    if (settings.secretAccessKeyFile() == null) {
      throw errors.badSettings("an access key id is given without its secret", null);
    }
    String id = SecretFile.readText("access key id", Path.of(settings.accessKeyIdFile()));
    String secret =
        SecretFile.readText("secret access key", Path.of(settings.secretAccessKeyFile()));
    errors.said().hide(secret, "[secret access key]");
    if (settings.sessionTokenFile() == null) {
      return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
    }
    String token = SecretFile.readText("session token", Path.of(settings.sessionTokenFile()));
    errors.said().hide(token, "[session token]");
    return StaticCredentialsProvider.create(AwsSessionCredentials.create(id, secret, token));
  }

  /** Web identity of the service account, the container's service, or the instance's. */
  private AwsCredentialsProvider ofThePod(SdkHttpClient http, Region region) {
    List<AwsCredentialsProvider> chain = new ArrayList<>();
    if (System.getenv(WEB_IDENTITY) != null) {
      StsClient sts =
          StsClient.builder()
              .httpClient(http)
              .region(region)
              .credentialsProvider(AnonymousCredentialsProvider.create())
              .overrideConfiguration(override())
              .build();
      chain.add(
          StsWebIdentityTokenFileCredentialsProvider.builder()
              .stsClient(sts)
              .webIdentityTokenFile(Path.of(System.getenv(WEB_IDENTITY)))
              .roleArn(System.getenv("AWS_ROLE_ARN"))
              .roleSessionName("proxpanel-backup")
              .build());
    }
    chain.add(ContainerCredentialsProvider.builder().build());
    chain.add(
        InstanceProfileCredentialsProvider.builder().profileFile(S3Connector::noProfiles).build());
    return AwsCredentialsProviderChain.builder().credentialsProviders(chain).build();
  }
}
