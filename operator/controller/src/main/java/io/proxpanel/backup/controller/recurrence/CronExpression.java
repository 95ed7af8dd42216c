package io.proxpanel.backup.controller.recurrence;

/**
 * A cron expression of five fields, as crontab(5) has them.
 *
 * @param times the local times that it names
 * @param everyHour whether its hour field says any
 */
record CronExpression(LocalTimes times, boolean everyHour) {
  private static final int FIELDS = CronField.values().length;
  private static final String ADVICE =
      "write five fields, which are minute, hour, day-of-month, month and day-of-week, such as"
          + " \"30 2 * * *\" for every day at 02:30.";

  /**
   * Reads an expression. Where both day fields are restricted a day of either is meant, otherwise
   * the restricted one alone decides.
   */
  static CronExpression parse(String expression) throws CronException {
    String text = expression.strip();
    if (text.isEmpty()) {
      throw new CronException("The cron expression is empty: " + ADVICE);
    }
    if (text.startsWith("@")) {
      throw new CronException(
          "The cron expression is \"%s\", and names are not known here: %s"
              .formatted(text, ADVICE));
    }
    String[] fields = text.split("\\s+");
    if (fields.length != FIELDS) {
      throw new CronException(
          "The cron expression \"%s\" has %d %s: %s"
              .formatted(text, fields.length, fields.length == 1 ? "field" : "fields", ADVICE));
    }
    CronField.Values minutes = CronField.MINUTE.read(fields[0], text);
    CronField.Values hours = CronField.HOUR.read(fields[1], text);
    CronField.Values daysOfMonth = CronField.DAY_OF_MONTH.read(fields[2], text);
    CronField.Values months = CronField.MONTH.read(fields[3], text);
    CronField.Values daysOfWeek = CronField.DAY_OF_WEEK.read(fields[4], text);
    Days days =
        new Days(
            months.bits(),
            daysOfMonth.bits(),
            daysOfWeek.bits(),
            !daysOfMonth.star() && !daysOfWeek.star(),
            false);
    return new CronExpression(new LocalTimes(minutes.bits(), hours.bits(), days), hours.star());
  }
}
