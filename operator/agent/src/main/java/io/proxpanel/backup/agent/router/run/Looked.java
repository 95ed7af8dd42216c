package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.router.drift.NormalizedExport;
import java.util.List;

/**
 * What is kept of an export that was looked at, which itself takes much memory.
 *
 * @param softwareId of the licence, or null
 * @param sha256 of what it says, or null when it is too large to be compared
 * @param unexported menus that the router could not export
 * @param compared with the last good one
 */
record Looked(String softwareId, String sha256, List<String> unexported, Comparison compared) {
  static Looked at(NormalizedExport export, Comparison compared) {
    return new Looked(export.header().softwareId(), export.sha256(), export.unexported(), compared);
  }
}
