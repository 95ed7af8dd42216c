package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.copy.SetFile;
import io.proxpanel.backup.contract.RouterList;
import java.util.List;

/**
 * What became of a router.
 *
 * @param entry for the list
 * @param archive its file, or null where that of an older run stands for it
 * @param notCompared why its last good export could not be compared with, or null
 * @param remarks on a router that is good, each in words that follow its name
 */
public record Visited(
    RouterList.Entry entry, SetFile archive, String notCompared, List<String> remarks) {
  /** Copies the list. */
  public Visited {
    remarks = List.copyOf(remarks);
  }
}
