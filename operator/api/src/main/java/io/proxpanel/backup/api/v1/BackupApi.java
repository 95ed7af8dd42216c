package io.proxpanel.backup.api.v1;

/** The group and version of the resources, and the names that their users meet. */
public final class BackupApi {
  /** API group. */
  public static final String GROUP = "backup.proxpanel.io";

  /** API version. */
  public static final String VERSION = "v1";

  private BackupApi() {}
}
