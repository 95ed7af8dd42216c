package io.proxpanel.backup.controller.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.proxpanel.backup.contract.Json;

/** Copies of status, which is mutable. */
public final class StatusCopy {
  private StatusCopy() {}

  /** A copy; an empty one of null. */
  public static <S> S of(S status, Class<S> type) {
    try {
      return Json.read(status == null ? "{}" : Json.write(status), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was just written can be read.", e);
    }
  }
}
