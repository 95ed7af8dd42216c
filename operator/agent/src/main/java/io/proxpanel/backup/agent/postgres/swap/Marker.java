package io.proxpanel.backup.agent.postgres.swap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.proxpanel.backup.contract.Json;
import java.util.Optional;

/**
 * Says in the comment of a database that it is one of ours, and what for. The server changes it
 * together with the name, so that it is true whenever a restore dies.
 *
 * @param kind what the database is for
 * @param uid of the restore that made it so
 * @param of the database that it is to replace, or that it was
 * @param as its own name: a comment that a dump has carried elsewhere says nothing
 * @param at when, as ISO-8601 in UTC, or null
 * @param comment that the database had itself and has again when it comes back, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Marker(Kind kind, String uid, String of, String as, String at, String comment) {
  private static final String START = "proxpanel-backup ";

  /** What a database is for. */
  public enum Kind {
    /** A restore fills it; what is in it is a part. */
    LOADING,
    /** A restore has filled it and found it right. */
    READY,
    /** It was replaced and is kept. */
    KEPT
  }

  /** The comment's text. */
  String text() {
    return START + Json.write(this);
  }

  /**
   * Reads a comment.
   *
   * @param comment of the database, or null
   * @param name of the database
   * @return nothing when it is not one of ours
   */
  static Optional<Marker> of(String comment, String name) {
    if (comment == null || !comment.startsWith(START)) {
      return Optional.empty();
    }
    try {
      Marker marker = Json.read(comment.substring(START.length()), Marker.class);
      boolean whole = marker != null && marker.kind != null && marker.uid != null;
      return whole && marker.of != null && name.equals(marker.as)
          ? Optional.of(marker)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
