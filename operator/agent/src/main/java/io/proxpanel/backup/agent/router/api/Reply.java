package io.proxpanel.backup.agent.router.api;

import java.util.List;

/**
 * What a router answers to a command that it has done.
 *
 * @param rows its {@code !re}, none where it says {@code !empty}
 * @param done its {@code !done}
 */
public record Reply(List<Sentence> rows, Sentence done) {
  /** Copies the rows. */
  public Reply {
    rows = List.copyOf(rows);
  }
}
