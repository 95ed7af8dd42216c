package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How many routers could be logged in to.
 *
 * @param all how many there are
 * @param good how many could be
 * @param untried how many had not answered when the time was up
 * @param failed how many could not be
 * @param first the first few of those that could not be
 * @param failure why it is not known which routers there are; then nothing was tried
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RouterLoginResult(
    int all, int good, int untried, int failed, List<Refused> first, Failure failure) {
  /** How many are named. */
  public static final int NAMED = 3;

  /** Copies the list. */
  public RouterLoginResult {
    first = first == null ? List.of() : List.copyOf(first);
  }

  /** Nothing was tried. */
  public static RouterLoginResult of(Failure failure) {
    return new RouterLoginResult(0, 0, 0, 0, List.of(), failure);
  }

  /**
   * A router that could not be logged in to.
   *
   * @param name of the router
   * @param failure why not
   */
  public record Refused(String name, Failure failure) {}
}
