package io.proxpanel.backup.controller.retention;

/**
 * What a schedule says about the backups that stay; 0 is a rule that is not given. A good backup
 * stays when any rule keeps it.
 *
 * @param days keeps what is younger than so many times 24 hours
 * @param keepLast keeps so many of the newest
 * @param keepHourly keeps the newest of an hour, for so many hours that have a good backup
 * @param keepDaily the same by days
 * @param keepWeekly the same by weeks, which begin on Monday
 * @param keepMonthly the same by months
 * @param keepYearly the same by years
 * @param minKeep so many of the newest good ones stay whatever the other rules say, at least 1
 * @param failedKeep keeps so many of the newest failed ones; these know no other rule
 */
public record Rules(
    int days,
    int keepLast,
    int keepHourly,
    int keepDaily,
    int keepWeekly,
    int keepMonthly,
    int keepYearly,
    int minKeep,
    int failedKeep) {

  /**
   * Refuses what cannot be meant, though the schema did so before: numbers that mean nothing must
   * not delete anything.
   *
   * @throws IllegalArgumentException for a negative number, or a minKeep below 1
   */
  public Rules {
    notNegative("days", days);
    notNegative("keepLast", keepLast);
    notNegative("keepHourly", keepHourly);
    notNegative("keepDaily", keepDaily);
    notNegative("keepWeekly", keepWeekly);
    notNegative("keepMonthly", keepMonthly);
    notNegative("keepYearly", keepYearly);
    notNegative("failedKeep", failedKeep);
    if (minKeep < 1) {
      throw new IllegalArgumentException(
          "minKeep is %d: at least one good backup has to stay.".formatted(minKeep));
    }
  }

  /** Whether none of the rules that keep good backups is given; then all of them stay. */
  boolean keepEverything() {
    return days == 0
        && keepLast == 0
        && keepHourly == 0
        && keepDaily == 0
        && keepWeekly == 0
        && keepMonthly == 0
        && keepYearly == 0;
  }

  private static void notNegative(String field, int number) {
    if (number < 0) {
      throw new IllegalArgumentException(
          "%s is %d: write 0 for a rule that is not wanted.".formatted(field, number));
    }
  }
}
