package io.proxpanel.backup.api.v1;

/** How a label is looked at. */
public enum LabelOperator {
  /** It has one of the values. */
  In,
  /** It has none of the values, or is not there. */
  NotIn,
  /** It is there. */
  Exists,
  /** It is not there. */
  DoesNotExist
}
