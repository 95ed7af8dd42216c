package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;

/** Somebody has written down which database is to be overwritten. */
final class Confirmation {
  private Confirmation() {}

  /**
   * Compares the names.
   *
   * @throws AgentException {@code OverwriteNotConfirmed}
   */
  static void require(String database, String confirmed) throws AgentException {
    if (!database.equals(confirmed)) {
      throw new AgentException(
          ErrorCode.OverwriteNotConfirmed,
          (confirmed == null
                  ? "confirmOverwrite is missing"
                  : "confirmOverwrite is \"" + confirmed + "\"")
              + " but the target database is \""
              + database
              + "\": nothing was touched. Make another Restore with confirmOverwrite: "
              + database
              + " to overwrite it.");
    }
  }
}
