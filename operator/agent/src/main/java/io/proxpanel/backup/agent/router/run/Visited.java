package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.copy.SetFile;
import io.proxpanel.backup.contract.RouterList;

/**
 * What became of a router.
 *
 * @param entry for the list
 * @param archive its file, or null where that of an older run stands for it
 * @param notCompared why its last good export could not be compared with, or null
 */
public record Visited(RouterList.Entry entry, SetFile archive, String notCompared) {}
