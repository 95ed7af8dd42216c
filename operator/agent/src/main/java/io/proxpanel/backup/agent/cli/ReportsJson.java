package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.contract.Failure;

/** A verb whose standard output is a JSON document, on success and on failure. */
interface ReportsJson {
  /**
   * The document that says what went wrong.
   *
   * @return null when standard output carries data instead
   */
  Object failed(Failure failure);
}
