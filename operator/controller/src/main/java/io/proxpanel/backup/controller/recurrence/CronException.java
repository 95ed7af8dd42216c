package io.proxpanel.backup.controller.recurrence;

/** A cron expression cannot be understood; the message says what to write instead. */
public final class CronException extends Exception {
  private static final long serialVersionUID = 1L;

  CronException(String sentence) {
    super(sentence);
  }
}
