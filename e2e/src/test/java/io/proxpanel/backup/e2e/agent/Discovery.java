package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TenantList;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Asks an agent for the tenants of a database, and reads its answer as the operator does. */
record Discovery(
    AgentJob job, IspDatabase database, String query, List<String> include, List<String> exclude) {

  Discovery(Path temp, IspDatabase database) {
    this(new AgentJob(temp.resolve("job")), database, null, List.of(), List.of());
  }

  /** What an agent that succeeded said. */
  record Answer(List<String> tenants, List<String> warnings) {
    void warns(String... sentences) {
      assertThat(warnings).containsExactly(sentences);
    }

    void warnsStartingWith(String start) {
      assertThat(warnings).singleElement().asString().startsWith(start);
    }
  }

  Discovery query(String text) {
    return new Discovery(job, database, text, include, exclude);
  }

  Discovery include(String... patterns) {
    return new Discovery(job, database, query, List.of(patterns), exclude);
  }

  Discovery exclude(String... patterns) {
    return new Discovery(job, database, query, include, List.of(patterns));
  }

  Task task() {
    return job.discover(job.address(database), query, include, exclude);
  }

  Answer finds(String... tenants) {
    Answer answer = answer();
    assertThat(answer.tenants()).containsExactly(tenants);
    return answer;
  }

  void findsNothingBecause(String why) {
    finds()
        .warns(
            "The database \"%s\" at %s:%d has no tenants to back up: %s; check the database and the schedule."
                .formatted(
                    database.name(), database.server().host(), database.server().port(), why));
  }

  Answer answer() {
    TaskResult result = job.run(task());
    assertThat(result.failure()).isNull();
    assertThat(result.state()).isEqualTo(TaskResult.State.SUCCEEDED);
    String document = result.document().find(log()).orElseThrow();
    assertThat(AgentJob.names(job.scratch())).isEmpty();
    try {
      return new Answer(Json.read(document, TenantList.class).tenants(), result.warnings());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(document, e);
    }
  }

  /** The sentence of a failure. */
  String fails(ErrorCode code) {
    AgentJob.Running running = job.start(task());
    TaskResult result = running.end();
    assertThat(result.failure()).as(log()).isNotNull();
    assertThat(result.failure().code()).as(result.failure().message()).isEqualTo(code);
    assertThat(running.process().exitValue()).isEqualTo(code.exitCode());
    assertThat(result.document()).isNull();
    assertThat(log()).doesNotContain("#document ");
    return result.failure().message();
  }

  /** Fails because the query does not do, and says so. */
  void refusesTheQueryBecause(String why) {
    assertThat(fails(ErrorCode.TenantQueryFailed))
        .isEqualTo(
            "The schedule's tenants.query fails in the database \"%s\" at %s:%d: %s; correct it to a SELECT of one column with the tenants' names.",
            database.name(), database.server().host(), database.server().port(), why);
  }

  String log() {
    try {
      return Files.readString(job.log());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
