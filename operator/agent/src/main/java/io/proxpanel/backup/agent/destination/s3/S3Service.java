package io.proxpanel.backup.agent.destination.s3;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.Destination;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The client of one task, which begins with the first request, and what all requests share. */
final class S3Service implements AutoCloseable {
  private final Destination.S3 settings;
  private final S3Limits limits;
  private final S3Errors errors;
  private final S3Connector connector;
  private final Clock clock;
  private AbortableHttpClient http;
  private S3Client client;
  private boolean closed;
  private boolean bucketSeen;

  S3Service(Destination.S3 settings, S3Limits limits, Clock clock) {
    this.settings = settings;
    this.limits = limits;
    this.clock = clock;
    this.errors = new S3Errors(settings);
    this.connector = new S3Connector(settings, limits, errors);
  }

  /** One request or more. */
  interface Request<T> {
    T run(S3Client client) throws AgentException;
  }

  /**
   * Makes a request; the client makes it again where that can help.
   *
   * @param doing in words, for the message of a failure
   * @param key that it is about, for the same
   */
  <T> T ask(String doing, String key, Request<T> request) throws AgentException {
    S3Client current = client();
    try {
      return request.run(current);
    } catch (SdkException e) {
      throw isClosed() ? errors.closed() : errors.of(doing, key, e);
    } catch (RuntimeException | StackOverflowError e) {
      // What the library throws when an answer is another one than it must be.
      throw isClosed()
          ? errors.closed()
          : errors.protocol(
              "The answer of " + bucket() + " to " + doing + " " + key + " is not one of S3", e);
    }
  }

  /**
   * What the service knows of a file; empty when there is none.
   *
   * @throws AgentException {@code FolderMissing} when there is no bucket either
   */
  Optional<HeadObjectResponse> head(String key) throws AgentException {
    return ask(
        "looking for",
        key,
        c -> {
          try {
            HeadObjectResponse head = c.headObject(r -> r.bucket(bucket()).key(key));
            bucketSeen = true;
            if (head.contentLength() == null || head.contentLength() < 0) {
              throw errors.protocol(
                  "The service does not say how long the file " + key + " is", null);
            }
            return Optional.of(head);
          } catch (S3Exception e) {
            if (e.statusCode() != 404) {
              throw e;
            }
            requireBucket(c);
            return Optional.empty();
          }
        });
  }

  /** The answer to HEAD is the same for a missing file and for a missing bucket. */
  private void requireBucket(S3Client c) throws AgentException {
    if (bucketSeen) {
      return;
    }
    try {
      c.headBucket(r -> r.bucket(bucket()));
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        throw errors.noBucket(e);
      }
      // Who may not look at the bucket itself may still use what is in it.
    }
    bucketSeen = true;
  }

  String bucket() {
    return settings.bucket();
  }

  String key(String name) {
    return prefix() + name;
  }

  /** With a slash at the end, or empty. */
  String prefix() {
    String prefix = settings.prefix();
    return prefix == null || prefix.isEmpty() ? "" : prefix + "/";
  }

  Destination.S3 settings() {
    return settings;
  }

  S3Limits limits() {
    return limits;
  }

  S3Errors errors() {
    return errors;
  }

  Instant now() {
    return clock.instant();
  }

  private synchronized S3Client client() throws AgentException {
    if (closed) {
      throw errors.closed();
    }
    if (client == null) {
      http = connector.http();
      client = connector.client(http);
    }
    return client;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    AbortableHttpClient requests;
    S3Client last;
    synchronized (this) {
      closed = true;
      requests = http;
      last = client;
    }
    if (requests != null) {
      requests.close();
    }
    if (last != null) {
      last.close();
    }
  }
}
