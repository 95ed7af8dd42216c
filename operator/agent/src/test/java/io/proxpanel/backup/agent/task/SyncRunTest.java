package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.destination.ManifestSamples;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies from good ones to where there is none. */
class SyncRunTest {
  private static final String UID = "uid-1";
  private static final String FILE = "a.proisp.bak";
  private static final String CONTENT = "the encrypted file";

  @TempDir Path folder;

  @Test
  void theFileAndItsManifestComeToWhereTheyAreNot() throws Exception {
    Destination first = stored("first", CONTENT, UID);
    Destination second = empty("second");
    Destination third = empty("third");

    assertThat(sync(List.of(first), List.of(second, third))).isNull();

    for (String name : List.of("second", "third")) {
      assertThat(folder.resolve(name).resolve(FILE)).hasContent(CONTENT);
      assertThat(folder.resolve(name).resolve(FILE + Manifest.SUFFIX))
          .hasSameBinaryContentAs(folder.resolve("first").resolve(FILE + Manifest.SUFFIX));
    }
    assertThat(result().destinations())
        .extracting(DestinationResult::state)
        .containsExactly(DestinationResult.STORED, DestinationResult.STORED);
    // Again: it is there, and that is the result.
    assertThat(sync(List.of(first), List.of(second, third))).isNull();
  }

  @Test
  void aCopyThatIsGoneOrDamagedIsNotSpread() throws Exception {
    Destination gone = empty("gone");
    Destination damaged = stored("damaged", CONTENT.replace('e', 'x'), UID);
    Destination good = stored("good", CONTENT, UID);
    Destination target = empty("target");

    assertThat(sync(List.of(gone, damaged, good), List.of(target))).isNull();
    assertThat(folder.resolve("target").resolve(FILE)).hasContent(CONTENT);

    Files.delete(folder.resolve("target").resolve(FILE));
    Files.delete(folder.resolve("target").resolve(FILE + Manifest.SUFFIX));
    Failure failure = sync(List.of(gone, damaged), List.of(target));
    assertThat(failure.message())
        .startsWith("None of the 2 destinations could be used.")
        .contains("is not as it was stored, and is not taken from there: look who changed it.");
    assertThat(folder.resolve("target").resolve(FILE)).doesNotExist();
  }

  @Test
  void aFileOfSomebodyElseStaysAndTheOthersAreServed() throws Exception {
    Destination first = stored("first", CONTENT, UID);
    Destination taken = empty("taken");
    Files.writeString(folder.resolve("taken").resolve(FILE), "somebody else's");
    Destination free = empty("free");

    Failure failure = sync(List.of(first), List.of(taken, free));

    assertThat(failure.code()).isEqualTo(ErrorCode.FileNameTaken);
    assertThat(folder.resolve("taken").resolve(FILE)).hasContent("somebody else's");
    assertThat(folder.resolve("free").resolve(FILE)).hasContent(CONTENT);
    assertThat(result().destinations())
        .extracting(DestinationResult::state)
        .containsExactly(DestinationResult.FAILED, DestinationResult.STORED);
  }

  @Test
  void refusesATaskThatNamesNoPlace() throws Exception {
    Failure failure = sync(List.of(), List.of(empty("target")));
    assertThat(failure.code()).isEqualTo(ErrorCode.TaskInvalid);
    assertThat(failure.message())
        .isEqualTo("The task has no source, or no destination to bring the file to.");
  }

  private Failure sync(List<Destination> sources, List<Destination> targets) throws Exception {
    Task task = new Task.Sync(UID, FILE, CONTENT.length(), sha256(CONTENT), sources, targets);
    return new TaskRunner(
            Map.of(
                "BACKUP_TASK",
                Json.write(task),
                "BACKUP_RESULT_FILE",
                folder.resolve("result").toString(),
                "BACKUP_SCRATCH",
                folder.toString(),
                "BACKUP_COPY_PAUSES_SECONDS",
                "0"),
            Clock.systemUTC(),
            new PrintWriter(new StringWriter()))
        .run("sync");
  }

  private TaskResult result() throws IOException {
    return Json.read(Files.readString(folder.resolve("result")), TaskResult.class);
  }

  private Destination empty(String name) throws IOException {
    Path path = Files.createDirectory(folder.resolve(name));
    return new Destination(name, new Destination.Local(path.toString()));
  }

  private Destination stored(String name, String content, String uid) throws Exception {
    Destination destination = empty(name);
    Path path = folder.resolve(name).resolve(FILE);
    Files.writeString(path, content);
    Manifest manifest = ManifestSamples.of(uid, FILE, CONTENT.length(), sha256(CONTENT));
    Files.write(path.resolveSibling(FILE + Manifest.SUFFIX), Json.writePretty(manifest));
    return destination;
  }

  private static String sha256(String content) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
  }
}
