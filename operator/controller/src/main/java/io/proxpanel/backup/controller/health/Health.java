package io.proxpanel.backup.controller.health;

/**
 * An answer to a probe.
 *
 * @param good whether the probe passes
 * @param sentence why, for people
 */
public record Health(boolean good, String sentence) {

  /** Passes. */
  public static Health good(String sentence) {
    return new Health(true, sentence);
  }

  /** Fails. */
  public static Health bad(String sentence) {
    return new Health(false, sentence);
  }
}
