package io.proxpanel.backup.e2e.destination;

import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.LocalStore;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.Destination;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder does what every kind of destination does. */
class LocalStoreIT extends StoreContract {
  @TempDir Path folder;
  private final Cleanup cleanup = new Cleanup();

  @Override
  Store open() throws Exception {
    return LocalStore.open("local", new Destination.Local(folder.toString()), cleanup);
  }

  @AfterEach
  void cleanUp() {
    cleanup.close();
  }
}
