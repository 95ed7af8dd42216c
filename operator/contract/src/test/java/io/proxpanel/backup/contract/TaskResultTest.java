package io.proxpanel.backup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskResultTest {
  @Test
  void sameDocumentOnFailure() throws Exception {
    TaskResult result =
        new TaskResult(
            TaskResult.State.FAILED,
            "probing",
            new Failure(ErrorCode.DatabaseUnreachable, "No connection to db:5432."),
            null,
            null,
            null,
            List.of(),
            null,
            List.of());

    String json = Json.write(result);

    assertThat(json)
        .isEqualTo(
            "{\"state\":\"FAILED\",\"stage\":\"probing\",\"failure\":{\"code\":"
                + "\"DatabaseUnreachable\",\"message\":\"No connection to db:5432.\"}}");
    assertThat(Json.read(json, TaskResult.class)).isEqualTo(result);
  }

  @Test
  void saysWhichPartOfTheDatabaseItIsAbout() throws Exception {
    TaskResult result =
        new TaskResult(
            TaskResult.State.RUNNING,
            "dumping",
            null,
            null,
            null,
            null,
            List.of(),
            null,
            List.of(),
            "acme",
            TableSet.Data,
            null);

    String json = Json.write(result);

    assertThat(json)
        .isEqualTo(
            "{\"state\":\"RUNNING\",\"stage\":\"dumping\",\"tenant\":\"acme\",\"type\":\"Data\"}");
    assertThat(Json.read(json, TaskResult.class)).isEqualTo(result);
  }

  @Test
  void everyCodeHasADocumentedExitCode() {
    assertThat(ErrorCode.values()).allSatisfy(code -> assertThat(code.exitCode()).isBetween(2, 6));
  }

  @Test
  void namesTheDocumentThatIsInTheLog() throws Exception {
    LoggedDocument document = LoggedDocument.of("[]");
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
            document);

    assertThat(Json.write(result)).contains("\"document\":{\"sizeBytes\":2,\"sha256\":\"4f53cda1");
    assertThat(Json.read(Json.write(result), TaskResult.class)).isEqualTo(result);
  }
}
