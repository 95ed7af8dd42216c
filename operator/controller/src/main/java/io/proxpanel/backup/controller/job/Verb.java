package io.proxpanel.backup.controller.job;

/** What the agent of a Job does. */
public enum Verb {
  /** Dump, encrypt, store. */
  BACKUP("backup"),
  /** Authenticate and bring back. */
  RESTORE("restore"),
  /** Give a database that was replaced its name again. */
  SWAP_BACK("swap-back"),
  /** Drop a database that was replaced. */
  DROP_KEPT("drop-kept"),
  /** Remove a Backup's file. */
  DELETE("delete"),
  /** Look whether a Backup's file is still there and whole in size. */
  CHECK("check"),
  /** Find out which tenants a database has. */
  DISCOVER("discover"),
  /** Bring a Backup's file to the destinations that do not have it. */
  SYNC("sync"),
  /** Try what the Backups of a schedule will need. */
  PROBE("probe"),
  /** Fetch and store the configurations of routers. */
  ROUTERS("routers");

  private final String word;

  Verb(String word) {
    this.word = word;
  }

  /** The agent's argument, and a part of the Job's name. */
  public String word() {
    return word;
  }
}
