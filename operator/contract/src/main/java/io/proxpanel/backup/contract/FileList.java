package io.proxpanel.backup.contract;

import java.util.List;

/**
 * The backup files that are stored at the destinations of a check, whoever wrote them.
 *
 * @param names base names, sorted, each once
 */
public record FileList(List<String> names) {
  /** Ending of every backup file. */
  public static final String ENDING = ".proisp.bak";

  /** Copies the list. */
  public FileList {
    names = names == null ? List.of() : List.copyOf(names);
  }
}
