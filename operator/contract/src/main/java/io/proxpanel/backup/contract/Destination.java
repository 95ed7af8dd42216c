package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A place for backup files, one kind each.
 *
 * @param name unique within the resource
 * @param local a folder of a mounted volume
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Destination(String name, Local local) {
  /**
   * A folder of a mounted volume.
   *
   * @param folder absolute path inside the container
   */
  public record Local(String folder) {}
}
