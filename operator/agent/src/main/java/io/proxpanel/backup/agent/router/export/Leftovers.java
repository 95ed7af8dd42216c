package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.router.api.ApiConnection;
import io.proxpanel.backup.agent.router.api.RouterPatience;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Files that a run makes on a router, and what is still to come of them. */
final class Leftovers {
  /** How often is looked for a file whose command was broken off: the router may still write it. */
  private static final int LOOKS = 3;

  private final RouterPatience patience;
  private final Set<String> bases = new LinkedHashSet<>();
  private boolean underWay;

  Leftovers(RouterPatience patience) {
    this.patience = patience;
  }

  /** A file of that name may be there from now on. */
  synchronized void expect(String base) {
    bases.add(base);
    underWay = true;
  }

  /** The router has ended the command that makes it. */
  synchronized void arrived() {
    underWay = false;
  }

  synchronized boolean isEmpty() {
    return bases.isEmpty();
  }

  synchronized List<String> names() {
    return List.copyOf(bases);
  }

  private synchronized boolean isUnderWay() {
    return underWay;
  }

  /** Removes them; a file that is being written has a longer name ({@code .in_progress}). */
  void removeBy(ApiConnection connection) throws IOException {
    RemoteFiles files = new RemoteFiles(connection);
    List<String> names = names();
    for (int look = 1; look <= LOOKS; look++) {
      files.removeAll(file -> names.stream().anyMatch(base -> file.base().startsWith(base + ".")));
      if (!isUnderWay()) {
        return;
      }
      if (look < LOOKS) {
        pause();
      }
    }
  }

  private void pause() throws IOException {
    try {
      Thread.sleep(patience.look().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a file was waited for", e);
    }
  }
}
