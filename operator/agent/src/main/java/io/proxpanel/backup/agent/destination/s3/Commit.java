package io.proxpanel.backup.agent.destination.s3;

import io.proxpanel.backup.agent.AgentException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Lets a file appear, never in place of another. It is looked for first; and the service is asked
 * to refuse one that comes in between ({@code If-None-Match: *}), unless it has no such thing. What
 * became of a request whose answer is lost is found out by a random word that goes with the file.
 */
final class Commit {
  private static final String WORD = "proxpanel-upload";
  private static final int PRECONDITION_FAILED = 412;
  private static final int NOT_IMPLEMENTED = 501;

  private final S3Service service;
  private final String key;
  private final long length;
  private final String word;

  /**
   * Of a file.
   *
   * @param word from {@link #newWord}, which has gone with the file as metadata
   */
  Commit(S3Service service, String key, long length, String word) {
    this.service = service;
    this.key = key;
    this.length = length;
    this.word = word;
  }

  static String newWord() {
    return UUID.randomUUID().toString();
  }

  static Map<String, String> metadata(String word) {
    return Map.of(WORD, word);
  }

  /** The request that lets it appear. */
  interface Appearance {
    void run(S3Client client, boolean onlyIfNew) throws AgentException;
  }

  void run(Appearance appearance) throws AgentException {
    if (service.head(key).isPresent()) {
      throw service.errors().nameTaken(key);
    }
    try {
      service.ask("storing", key, c -> appear(c, appearance));
    } catch (AgentException e) {
      if (!isDone()) {
        throw e;
      }
    }
    if (!isDone()) {
      throw service
          .errors()
          .protocol("After " + key + " was stored, the service has something else there", null);
    }
  }

  private Void appear(S3Client c, Appearance appearance) throws AgentException {
    try {
      appearance.run(c, true);
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_IMPLEMENTED || "NotImplemented".equals(S3Errors.code(e))) {
        appearance.run(c, false);
      } else if (e.statusCode() == PRECONDITION_FAILED) {
        // It may be this file itself, from a request whose answer was lost.
        if (!isDone()) {
          throw service.errors().nameTaken(key);
        }
      } else {
        throw e;
      }
    }
    return null;
  }

  /** Whether the file is there and is this one. */
  private boolean isDone() throws AgentException {
    Optional<HeadObjectResponse> there;
    try {
      there = service.head(key);
    } catch (SdkException e) {
      throw service.errors().of("looking for", key, e);
    }
    return there.isPresent()
        && there.get().contentLength() == length
        && word.equals(there.get().metadata().get(WORD));
  }
}
