package io.proxpanel.backup.agent.router.api;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.SecretFile;
import io.proxpanel.backup.contract.Router;
import java.nio.file.Path;

/**
 * Who logs in.
 *
 * @param name of the user
 * @param password in clear
 */
public record RouterUser(String name, String password) {

  /**
   * Reads the files of a router.
   *
   * @throws AgentException {@code SecretUnreadable}
   */
  static RouterUser read(Router router) throws AgentException {
    String of = " of the router \"" + router.name() + "\"";
    String name =
        router.username() == null
            ? SecretFile.readText("user name" + of, Path.of(router.usernameFile()))
            : router.username();
    return new RouterUser(
        name, SecretFile.readText("password" + of, Path.of(router.passwordFile())));
  }

  /** Without the password. */
  @Override
  public String toString() {
    return name;
  }
}
