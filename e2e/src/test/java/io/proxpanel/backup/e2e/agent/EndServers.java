package io.proxpanel.backup.e2e.agent;

import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A server of the oldest and one of the newest major, for all tests of a class. */
final class EndServers implements AutoCloseable {
  private final List<PostgresServer> servers = new ArrayList<>();

  private EndServers() {}

  /**
   * Starts them.
   *
   * @param temp gets a folder for each
   * @param prepare is done to each, once
   */
  static EndServers start(Path temp, Consumer<PostgresServer> prepare) throws IOException {
    EndServers all = new EndServers();
    try {
      for (PostgresInstallation installation : PostgresInstallation.ends()) {
        Path folder = Files.createDirectory(temp.resolve("server-" + installation.major()));
        PostgresServer server = PostgresServer.start(installation, folder);
        all.servers.add(server);
        prepare.accept(server);
      }
      return all;
    } catch (IOException | RuntimeException e) {
      all.close();
      throw e;
    }
  }

  PostgresServer of(PostgresInstallation installation) {
    return servers.stream()
        .filter(server -> server.installation().equals(installation))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    servers.forEach(PostgresServer::close);
  }
}
