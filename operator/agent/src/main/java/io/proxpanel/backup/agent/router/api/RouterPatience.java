package io.proxpanel.backup.agent.router.api;

import io.proxpanel.backup.contract.Router;
import java.time.Duration;

/**
 * How long a router is waited for.
 *
 * @param connect until a connection stands, each of TCP and TLS
 * @param answer until it answers a command
 * @param export until an export or a binary backup is whole
 * @param look between two looks at a file that is being written
 * @param removal for all that it takes to remove what is left on the router, over a connection of
 *     its own where the first one is gone
 * @param whole until all of it is done: each step may take its time, and not all of them together
 */
public record RouterPatience(
    Duration connect,
    Duration answer,
    Duration export,
    Duration look,
    Duration removal,
    Duration whole) {
  private static final int CONNECT_SECONDS = 15;
  private static final int ANSWER_SECONDS = 30;
  private static final int EXPORT_SECONDS = 300;

  /** Less than a pod has to end once it is told to stop. */
  private static final Duration REMOVAL = Duration.ofSeconds(15);

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** For answers beside the two files, and for bringing these. */
  private static final int ANSWERS = 10;

  private static final int EXPORTS = 4;

  /** With as much time for the whole as a router could want whose every step takes its time. */
  public RouterPatience(
      Duration connect, Duration answer, Duration export, Duration look, Duration removal) {
    this(
        connect,
        answer,
        export,
        look,
        removal,
        answer.multipliedBy(ANSWERS).plus(export.multipliedBy(EXPORTS)));
  }

  /** What a router's settings say, or else what suits a small router at the end of a slow line. */
  public static RouterPatience of(Router router) {
    return new RouterPatience(
        seconds(router.connectSeconds(), CONNECT_SECONDS),
        seconds(router.answerSeconds(), ANSWER_SECONDS),
        seconds(router.exportSeconds(), EXPORT_SECONDS),
        LOOK,
        REMOVAL);
  }

  private static Duration seconds(Integer given, int otherwise) {
    return Duration.ofSeconds(given == null ? otherwise : given);
  }

  /** The same for one that must not be waited for long. */
  public RouterPatience hurried() {
    return new RouterPatience(
        least(connect, removal.dividedBy(3)),
        least(answer, removal.dividedBy(3)),
        export,
        look,
        removal,
        whole);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  int connectMillis() {
    return Math.toIntExact(connect.toMillis());
  }
}
