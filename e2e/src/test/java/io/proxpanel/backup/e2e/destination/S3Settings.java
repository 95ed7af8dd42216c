package io.proxpanel.backup.e2e.destination;

import io.proxpanel.backup.agent.destination.s3.S3Limits;
import io.proxpanel.backup.agent.destination.s3.S3Store;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.e2e.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Builds the settings of an S3 destination, with its secrets in files. */
final class S3Settings {
  static final int PART = 5 << 20;
  private static final S3Limits IMPATIENT =
      new S3Limits(
          64 * 1024,
          PART,
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          6,
          Duration.ofMillis(50));

  private final Path secrets;
  private String endpoint;
  private String bucket;
  private String prefix = "";
  private String accessKey;
  private String secret;
  private String ca;
  private String storageClass;
  private String encryption;
  private String kmsKeyId;
  private Long immutable;
  private Clock clock = Clock.systemUTC();

  S3Settings(S3Server server, String bucket, Path secrets) {
    this.secrets = secrets;
    this.endpoint = server.endpoint();
    this.bucket = bucket;
    this.accessKey = server.accessKey();
    this.secret = server.secret();
  }

  S3Settings endpoint(String url) {
    endpoint = url;
    return this;
  }

  S3Settings bucket(String name) {
    bucket = name;
    return this;
  }

  S3Settings prefix(String text) {
    prefix = text;
    return this;
  }

  S3Settings accessKey(String id, String its) {
    accessKey = id;
    secret = its;
    return this;
  }

  S3Settings ca(Path file) {
    ca = file.toString();
    return this;
  }

  S3Settings immutableSeconds(long seconds) {
    immutable = seconds;
    return this;
  }

  S3Settings storageClass(String name) {
    storageClass = name;
    return this;
  }

  S3Settings encryption(String name, String kmsKey) {
    encryption = name;
    kmsKeyId = kmsKey;
    return this;
  }

  S3Settings clock(Clock other) {
    clock = other;
    return this;
  }

  S3Store open() throws IOException {
    return new S3Store(
        new Destination.S3(
            endpoint,
            "us-east-1",
            bucket,
            prefix,
            true,
            file("id", accessKey),
            file("secret", secret),
            null,
            ca,
            storageClass,
            encryption,
            kmsKeyId,
            immutable),
        IMPATIENT,
        clock);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(Files.createTempFile(secrets, name, ""), text).toString();
  }
}
