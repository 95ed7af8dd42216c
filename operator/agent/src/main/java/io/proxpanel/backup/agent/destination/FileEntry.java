package io.proxpanel.backup.agent.destination;

import java.util.OptionalLong;

/**
 * What stands under a name of a {@link Store}.
 *
 * @param name base name
 * @param sizeBytes length of the plain file; empty when it is something else
 */
public record FileEntry(String name, OptionalLong sizeBytes) {
  /** A plain file. */
  public static FileEntry file(String name, long sizeBytes) {
    return new FileEntry(name, OptionalLong.of(sizeBytes));
  }

  /** A folder, a link, or something else that is no plain file. */
  public static FileEntry other(String name) {
    return new FileEntry(name, OptionalLong.empty());
  }

  /** Whether it is a plain file. */
  public boolean isFile() {
    return sizeBytes.isPresent();
  }
}
