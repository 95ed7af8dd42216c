package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import java.io.IOException;
import java.io.InputStream;

/** Where an archive can be read from, as often as it takes. */
public interface ArchiveSource {
  /** The archive from its first byte. */
  InputStream open() throws AgentException, IOException;
}
