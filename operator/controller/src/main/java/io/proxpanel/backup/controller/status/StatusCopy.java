package io.proxpanel.backup.controller.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.contract.Json;

/** Copies of status, which is mutable. */
public final class StatusCopy {
  private StatusCopy() {}

  /** A copy of a resource's status; an empty one where it has none. */
  public static StoredStatus of(StoredResource resource) {
    StoredStatus status = resource.getStatus();
    return of(status, status == null ? resource.emptyStatus().getClass() : status.getClass());
  }

  /** A copy; an empty one of null. */
  public static <S> S of(S status, Class<? extends S> type) {
    try {
      return Json.read(status == null ? "{}" : Json.write(status), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was just written can be read.", e);
    }
  }
}
