package io.proxpanel.backup.controller.recurrence;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExceptionTest {
  private static final String FIVE_FIELDS =
      ": write five fields, which are minute, hour, day-of-month, month and day-of-week, such as"
          + " \"30 2 * * *\" for every day at 02:30.";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~             | The cron expression is empty
          ~ ~            | The cron expression is empty
          @daily         | The cron expression is "@daily", and names are not known here
          2              | The cron expression "2" has 1 field
          30 2 * *       | The cron expression "30 2 * *" has 4 fields
          0 30 2 * * *   | The cron expression "0 30 2 * * *" has 6 fields
          """)
  void saysWhichFieldsThereHaveToBe(String expression, String sentence) {
    refuses(expression, sentence + FIVE_FIELDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          60 2 * * *       | minute       | 60       | write a number from 0 to 59
          0 24 * * *       | hour         | 24       | write a number from 0 to 23
          0 2 0 * *        | day-of-month | 0        | write a number from 1 to 31
          0 2 1,32 * *     | day-of-month | 32       | write a number from 1 to 31
          0 2 * 13 *       | month        | 13       | write a number from 1 to 12 or a name from JAN to DEC
          0 2 * MAI *      | month        | MAI      | write a number from 1 to 12 or a name from JAN to DEC
          0 2 * * 8        | day-of-week  | 8        | write a number from 0 to 7 or a name from SUN to SAT
          0 2 * * MO       | day-of-week  | MO       | write a number from 0 to 7 or a name from SUN to SAT
          -1 2 * * *       | minute       | -1       | write a number from 0 to 59
          +1 2 * * *       | minute       | +1       | write a number from 0 to 59
          1-2-3 2 * * *    | minute       | 1-2-3    | write a number from 0 to 59
          1- 2 * * *       | minute       | 1-       | write a number from 0 to 59
          *-5 2 * * *      | minute       | *-5      | write a number from 0 to 59
          4294967297 * * * * | minute     | 4294967297 | write a number from 0 to 59
          ٣ 2 * * *        | minute       | ٣        | write a number from 0 to 59
          MON 2 * * *      | minute       | MON      | write a number from 0 to 59
          1,,2 2 * * *     | minute       | 1,,2     | write a value on both sides of every comma
          , 2 * * *        | minute       | ,        | write a value on both sides of every comma
          0 2 * * 1-5,     | day-of-week  | 1-5,     | write a value on both sides of every comma
          */0 2 * * *      | minute       | */0      | write a step from 1 to 59 after the /
          */90 * * * *     | minute       | */90     | write a step from 1 to 59 after the /
          */ * * * *       | minute       | */       | write a step from 1 to 59 after the /
          0 */24 * * *     | hour         | */24     | write a step from 1 to 23 after the /
          */5/5 * * * *    | minute       | */5/5    | write a step from 1 to 59 after the /
          5/15 * * * *     | minute       | 5/15     | write a range before the /, such as 5-59/15
          0 22-6 * * *     | hour         | 22-6     | write the smaller end of a range first, or two ranges such as 22-23,0-6
          0 0 * NOV-FEB *  | month        | NOV-FEB  | write the smaller end of a range first, or two ranges such as 11-12,1-2
          0 0 * * SAT-MON  | day-of-week  | SAT-MON  | write the smaller end of a range first, or two ranges such as 6-7,0-1
          0 0 L * *        | day-of-month | L        | write numbers, *, lists, ranges and steps alone; L, W, # and ? are not known here, * says any
          0 0 L-3 * *      | day-of-month | L-3      | write numbers, *, lists, ranges and steps alone; L, W, # and ? are not known here, * says any
          0 0 15W * *      | day-of-month | 15W      | write numbers, *, lists, ranges and steps alone; L, W, # and ? are not known here, * says any
          0 0 ? * 1        | day-of-month | ?        | write numbers, *, lists, ranges and steps alone; L, W, # and ? are not known here, * says any
          0 0 * * 5#2      | day-of-week  | 5#2      | write numbers, *, lists, ranges and steps alone; L, W, # and ? are not known here, * says any
          """)
  void namesThePartAndSaysWhatToWrite(String expression, String field, String part, String advice) {
    refuses(
        expression,
        "The %s field of the cron expression \"%s\" has \"%s\": %s."
            .formatted(field, expression, part, advice));
  }

  private static void refuses(String expression, String sentence) {
    assertThatThrownBy(() -> Recurrence.cron(expression, ZoneOffset.UTC))
        .isInstanceOf(CronException.class)
        .hasMessage(sentence);
  }

  /** What the sentences say to write. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "30 2 * * *",
        "5-59/15 * * * *",
        "0 22-23,0-6 * * *",
        "0 0 * 11-12,1-2 *",
        "0 0 * * 6-7,0-1",
        "00 02 * jan-Dec Sun-SAT"
      })
  void whatIsSaidToWriteIsTaken(String expression) {
    assertThatCode(() -> Recurrence.cron(expression, ZoneOffset.UTC)).doesNotThrowAnyException();
  }
}
