package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.LoggedDocument;
import io.proxpanel.backup.contract.Restorability;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.RouterLoginResult;
import io.proxpanel.backup.contract.TaskResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
  private static final LoggedDocument DOCUMENT = LoggedDocument.of("{}");
  private static final TaskResult.RouterCounts COUNTS =
      new TaskResult.RouterCounts(
          1000,
          998,
          3,
          12_345_678_901L,
          700,
          IntStream.range(0, RouterList.MOST_REFERRED)
              .mapToObj(i -> "12345678-1234-1234-1234-12345678901" + i)
              .toList());

  @TempDir Path folder;

  @Test
  void aShorterResultLeavesNothingOfALongerOne() throws Exception {
    Path path = folder.resolve("result");
    ResultFile file = new ResultFile(path);

    file.write(failed("a long message ".repeat(20), List.of()));
    file.write(failed("short", List.of()));

    assertThat(Json.read(Files.readString(path), TaskResult.class))
        .isEqualTo(failed("short", List.of()));
  }

  @Test
  void whatIsTooLongIsShortenedAndStaysADocument() throws Exception {
    TaskResult result = failed("ä".repeat(5000), Collections.nCopies(40, "w".repeat(500)));

    byte[] json = ResultFile.encode(result);

    assertThat(json).hasSizeLessThanOrEqualTo(TaskResult.MAX_BYTES);
    TaskResult read = Json.read(new String(json, StandardCharsets.UTF_8), TaskResult.class);
    assertThat(read.failure().code()).isEqualTo(ErrorCode.PgRestoreFailed);
    assertThat(read.failure().message()).startsWith("äää").endsWith("…");
    assertThat(read.transactionId()).isEqualTo("77");
    assertThat(read.routers()).isEqualTo(COUNTS);
    assertThat(read.document()).isEqualTo(DOCUMENT);
  }

  @Test
  void whatCannotBeShortenedEnoughLosesItsWordsAndNotItsFacts() throws Exception {
    // Six bytes of JSON each.
    String word = "\u0001".repeat(400);

    byte[] json = ResultFile.encode(failed(word, List.of(word, word, word)));

    assertThat(json).hasSizeLessThanOrEqualTo(TaskResult.MAX_BYTES);
    TaskResult read = Json.read(new String(json, StandardCharsets.UTF_8), TaskResult.class);
    assertThat(read.failure().code()).isEqualTo(ErrorCode.PgRestoreFailed);
    assertThat(read.transactionId()).isEqualTo("77");
    assertThat(read.warnings()).isEmpty();
    assertThat(read.routers()).isEqualTo(COUNTS);
    assertThat(read.document()).isEqualTo(DOCUMENT);
  }

  @Test
  void failuresOfRoutersAreShortenedAsThoseOfDestinations() throws Exception {
    String name = "r".repeat(253);
    Failure failure = new Failure(ErrorCode.RouterUnreachable, "x".repeat(2000));
    RouterLoginResult logins =
        new RouterLoginResult(
            9, 2, 1, 6, Collections.nCopies(3, new RouterLoginResult.Refused(name, failure)), null);

    RouterLoginResult read = read(logins);

    assertThat(read.first()).hasSize(3);
    assertThat(read.first().get(0).failure().message())
        .startsWith("xxx")
        .hasSize(100)
        .endsWith("…");
    assertThat(read.failed()).isEqualTo(6);
    failure = new Failure(ErrorCode.RouterSelectorFailed, "x".repeat(5000));
    assertThat(read(RouterLoginResult.of(failure)).failure().message()).hasSize(100).endsWith("…");
  }

  @Test
  void whatCannotComeBackIsShortenedAndItsCountStays() throws Exception {
    Restorability.Lack lack =
        new Restorability.Lack(
            true, "table", Collections.nCopies(3, "t".repeat(400)), 9, "r".repeat(400));
    Restorability restorable =
        new Restorability(
            "panel",
            null,
            Collections.nCopies(Restorability.MOST, lack),
            108,
            new Restorability.Locks(20_000, 6_400, 256),
            Collections.nCopies(Restorability.MOST, "o".repeat(63)),
            40);

    Restorability read = read(restorable, List.of());

    assertThat(read.lacks()).isNotEmpty();
    assertThat(read.lacks().get(0).names().get(0)).startsWith("ttt").endsWith("…").hasSize(100);
    assertThat(read.lacks().get(0).count()).isEqualTo(9);
    assertThat(read.lackCount()).isEqualTo(108);
    assertThat(read.roleCount()).isEqualTo(40);
    assertThat(read.locks()).isEqualTo(restorable.locks());

    Restorability least = read(restorable, Collections.nCopies(3, "\u0001".repeat(400)));

    assertThat(least.lackCount()).isEqualTo(108);
    assertThat(least.locks()).isEqualTo(restorable.locks());
  }

  private static Restorability read(Restorability restorable, List<String> warnings)
      throws Exception {
    TaskResult result =
        new TaskResult(
            TaskResult.State.SUCCEEDED,
            "done",
            null,
            null,
            null,
            null,
            warnings,
            null,
            List.of(),
            null,
            null,
            null,
            null,
            null,
            null,
            restorable);
    byte[] json = ResultFile.encode(result);
    assertThat(json).hasSizeLessThanOrEqualTo(TaskResult.MAX_BYTES);
    return Json.read(new String(json, StandardCharsets.UTF_8), TaskResult.class).restorable();
  }

  private static RouterLoginResult read(RouterLoginResult logins) throws Exception {
    TaskResult result =
        new TaskResult(
            TaskResult.State.SUCCEEDED,
            "done",
            null,
            null,
            null,
            null,
            List.of(),
            null,
            List.of(),
            null,
            null,
            null,
            null,
            logins);
    byte[] json = ResultFile.encode(result);
    assertThat(json).hasSizeLessThanOrEqualTo(TaskResult.MAX_BYTES);
    return Json.read(new String(json, StandardCharsets.UTF_8), TaskResult.class).logins();
  }

  private static TaskResult failed(String message, List<String> warnings) {
    return new TaskResult(
        TaskResult.State.FAILED,
        "restoring",
        new Failure(ErrorCode.PgRestoreFailed, message),
        null,
        null,
        null,
        warnings,
        "77",
        List.of(),
        null,
        null,
        DOCUMENT,
        COUNTS,
        null);
  }
}
