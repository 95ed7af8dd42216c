package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.contract.RestoreOptions;

/**
 * In which mode a restore is done.
 *
 * @param mode never Auto
 * @param reason why, a sentence; null where it was asked for
 */
record ModeChoice(RestoreOptions.Mode mode, String reason) {
  /** As it was asked for. */
  static ModeChoice asked(RestoreOptions.Mode mode) {
    return new ModeChoice(mode, null);
  }

  /** In place, since something is in the way of more. */
  static ModeChoice inPlace(String reason) {
    return new ModeChoice(RestoreOptions.Mode.InPlace, reason);
  }
}
