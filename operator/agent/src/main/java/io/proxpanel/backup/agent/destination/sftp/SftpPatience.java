package io.proxpanel.backup.agent.destination.sftp;

import java.time.Duration;

/**
 * How long a server is waited for, and how often it is tried again.
 *
 * @param connect until a connection stands and the server has proven its key
 * @param login until the server has decided about the user
 * @param answer until the server answers a request, or takes the bytes of one
 * @param keepAlive between the questions that keep an idle connection open
 * @param attempts how often in a row without any progress, at least 1
 * @param pause before the second attempt; doubled before each further one
 */
public record SftpPatience(
    Duration connect,
    Duration login,
    Duration answer,
    Duration keepAlive,
    int attempts,
    Duration pause) {

  /** What suits a server at the other end of a slow line. */
  public static SftpPatience standard() {
    return new SftpPatience(
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(90),
        Duration.ofSeconds(15),
        5,
        Duration.ofSeconds(1));
  }
}
