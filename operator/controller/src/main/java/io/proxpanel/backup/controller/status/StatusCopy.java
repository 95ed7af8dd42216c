package io.proxpanel.backup.controller.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.contract.Json;

/** Copies of status, which is mutable. */
public final class StatusCopy {
  private StatusCopy() {}

  /** A copy; an empty one of null. */
  public static BackupStatus of(BackupStatus status) {
    return status == null ? new BackupStatus() : copy(status, BackupStatus.class);
  }

  /** A copy; an empty one of null. */
  public static RestoreStatus of(RestoreStatus status) {
    return status == null ? new RestoreStatus() : copy(status, RestoreStatus.class);
  }

  private static <T> T copy(T value, Class<T> type) {
    try {
      return Json.read(Json.write(value), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was just written can be read.", e);
    }
  }
}
