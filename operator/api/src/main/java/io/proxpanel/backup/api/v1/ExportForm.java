package io.proxpanel.backup.api.v1;

/** How an export is written. */
public enum ExportForm {
  /** What differs from the defaults. */
  Compact,
  /** All settings. */
  Verbose,
  /** What differs from the defaults, each command in one line. */
  Terse
}
