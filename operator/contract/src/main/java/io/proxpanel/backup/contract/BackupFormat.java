package io.proxpanel.backup.contract;

/** The file formats that the agent knows. */
public enum BackupFormat {
  /** Panel 1.0.207 and older; read only. */
  ProxPanelV1,
  /** Panel 1.0.208 and newer. */
  ProxPanelV2
}
