package io.proxpanel.backup.contract;

import java.util.Set;

/**
 * The words for stages in {@link TaskResult#stage()}. Each continues "while it was". The operator
 * decides by them whether a restore that was cut short can be tried again.
 */
public final class Stages {
  /** Before anything was done. */
  public static final String STARTING = "starting";

  /** Asking the server for its version, and whether everything can be read or written. */
  public static final String PROBING = "probing";

  /** Dumping, encrypting and writing under the temporary name. */
  public static final String DUMPING = "dumping";

  /** Reading back what was written. */
  public static final String READING_BACK = "reading back";

  /** Giving the file its final name. */
  public static final String STORING = "storing";

  /** Authenticating the whole file. */
  public static final String AUTHENTICATING = "authenticating";

  /** Reading the table of contents and making the list of what to restore. */
  public static final String PLANNING = "planning";

  /** The transaction that replaces the content of the database has begun, or is about to. */
  public static final String RESTORING = "restoring";

  /** After the end of the transaction. */
  public static final String CHECKING = "checking";

  /** Removing files. */
  public static final String DELETING = "deleting";

  private static final Set<String> BEFORE_THE_DATABASE =
      Set.of(STARTING, PROBING, AUTHENTICATING, PLANNING);

  private Stages() {}

  /**
   * Whether a restore that reached this stage has not sent a statement that changes anything. A
   * stage that is not known, or null, may have.
   */
  public static boolean isBeforeTheDatabase(String stage) {
    return stage != null && BEFORE_THE_DATABASE.contains(stage);
  }
}
