package io.proxpanel.backup.api.v1;

/** What happens to the file when its Backup is deleted. */
public enum DeletionPolicy {
  /** The file and its manifest are deleted. */
  Delete,
  /** The file and its manifest stay. */
  Retain
}
