package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.contract.Manifest;
import java.nio.file.Path;

/**
 * One of many files that are stored together.
 *
 * @param content of the file
 * @param manifest that stands beside it, with its name, length and hash
 */
public record SetFile(Content content, Manifest manifest) {
  /** A file that lies on the disk. */
  public static SetFile of(Path path, Manifest manifest) {
    return new SetFile(GrowingFile.whole(path, manifest.file().sizeBytes()), manifest);
  }

  /** Its base name. */
  public String name() {
    return manifest.file().name();
  }
}
