package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.SecretFile;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.SecretRouters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Secret of one router, as a folder with a file for each key. Sentences name the file, and
 * never what is in it: it may be a secret that went into the wrong key.
 *
 * @param name of the Secret and of the router
 * @param folder that it is mounted at
 */
record RouterSecret(String name, Path folder) {
  private static final int MAX_HOST = 253;
  private static final int MAX_PORT = 65_535;

  /**
   * Name or address of the router.
   *
   * @throws AgentException {@code SecretUnreadable}
   */
  String host() throws AgentException {
    Path file = folder.resolve(SecretRouters.HOST);
    if (!isThere(file)) {
      throw unusable(
          "has no host: "
              + file
              + " is missing or empty. Write the router's name or address there.");
    }
    String host = SecretFile.readText("host of the router \"" + name + "\"", file).strip();
    if (host.isEmpty()
        || host.length() > MAX_HOST
        || host.chars().anyMatch(c -> c == '/' || Character.isWhitespace(c) || c < ' ')) {
      throw unusable(
          "has a host that cannot be used: write its name or address alone into "
              + file
              + ", without a port and without a URL.");
    }
    return host;
  }

  /**
   * Port of its API; null for the one of the settings.
   *
   * @throws AgentException {@code SecretUnreadable}
   */
  Integer port() throws AgentException {
    Path file = folder.resolve(SecretRouters.PORT);
    if (!isThere(file)) {
      return null;
    }
    String text = SecretFile.readText("port of the router \"" + name + "\"", file).strip();
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > MAX_PORT) {
      throw unusable(
          "has a port that cannot be used: write a number from 1 to 65535 into "
              + file
              + ", or take the key away.");
    }
    return port;
  }

  /** File with the name of the user; null for the one of the settings. */
  String username() {
    return file(SecretRouters.USERNAME);
  }

  /** File with the user's password; null for the one of the settings. */
  String password() {
    return file(SecretRouters.PASSWORD);
  }

  /**
   * Refuses a router that neither its Secret nor the settings have a login for.
   *
   * @throws AgentException {@code SecretUnreadable}
   */
  void requireLogin(Router router) throws AgentException {
    if (router.username() == null && router.usernameFile() == null) {
      throw unusable(
          "has no user: write one into "
              + folder.resolve(SecretRouters.USERNAME)
              + ", or username into defaults.");
    }
    if (router.passwordFile() == null) {
      throw unusable(
          "has no password: write one into "
              + folder.resolve(SecretRouters.PASSWORD)
              + ", or passwordSecretRef into defaults.");
    }
  }

  private String file(String key) {
    Path file = folder.resolve(key);
    return isThere(file) ? file.toString() : null;
  }

  private static boolean isThere(Path file) {
    try {
      return Files.size(file) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private AgentException unusable(String sentence) {
    return new AgentException(
        ErrorCode.SecretUnreadable, "The router \"" + name + "\" " + sentence);
  }
}
