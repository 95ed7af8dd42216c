package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.LocalStore;
import io.proxpanel.backup.agent.destination.ManifestSamples;
import io.proxpanel.backup.agent.destination.NewFile;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.FileList;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check says of a Backup's file at each of its destinations. */
class CheckRunTest {
  private static final String UID = "uid-1";
  private static final String FILE = "a.proisp.bak";
  private static final int SIZE = 7;

  @TempDir Path folder;
  private Destination first;
  private Destination second;
  private final StringWriter log = new StringWriter();

  @BeforeEach
  void store() throws Exception {
    first = stored("first");
    second = stored("second");
  }

  @Test
  void whatIsWholeIsPresent() throws Exception {
    assertThat(check(FILE)).isNull();
    TaskResult result = result();
    assertThat(result.state()).isEqualTo(TaskResult.State.SUCCEEDED);
    assertThat(result.destinations())
        .containsExactly(
            new TaskResult.DestinationResult("first", "Present", file(first).toString(), null),
            new TaskResult.DestinationResult("second", "Present", file(second).toString(), null));
  }

  @Test
  void missingFileIsNamedWithItsDestinationAndTheOthersAreLookedAtAsWell() throws Exception {
    Files.delete(file(first));

    // One good copy is enough: the file is not lost.
    assertThat(check(FILE)).isNull();

    TaskResult result = result();
    assertThat(result.state()).isEqualTo(TaskResult.State.SUCCEEDED);
    assertThat(result.destinations())
        .extracting(TaskResult.DestinationResult::state)
        .containsExactly("Failed", "Present");
    assertThat(result.destinations().get(0).failure())
        .isEqualTo(
            new Failure(
                ErrorCode.FileMissing,
                "The file %s of the destination \"first\" is not there any more: look who removed"
                        .formatted(file(first))
                    + " it, and make another backup."));
  }

  @Test
  void fileThatIsNowhereIsLost() throws Exception {
    Files.delete(file(first));
    Files.delete(file(second));

    Failure failure = check(FILE);

    assertThat(failure.code()).isEqualTo(ErrorCode.FileMissing);
    assertThat(result().failure()).isEqualTo(failure);
    assertThat(result().destinations())
        .extracting(TaskResult.DestinationResult::state)
        .containsExactly("Failed", "Failed");
  }

  @Test
  void fileOfAnotherLengthIsNotWhole() throws Exception {
    Files.writeString(file(second), "cut");
    assertThat(check(FILE)).isNull();
    assertThat(result().destinations())
        .extracting(TaskResult.DestinationResult::state)
        .containsExactly("Present", "Failed");

    Failure failure = checkOnly(second);

    assertThat(failure.code()).isEqualTo(ErrorCode.FileSizeWrong);
    assertThat(failure.message())
        .isEqualTo(
            "The file %s of the destination \"second\" has 3 bytes and had 7 bytes when it was"
                + " stored: do not rely on it, check the volume, and make another backup.",
            file(second));
  }

  @Test
  void linkToAFileOfTheSameLengthIsNotTheFile() throws Exception {
    Path elsewhere = Files.move(file(first), folder.resolve("elsewhere"));
    Files.createSymbolicLink(file(first), elsewhere);

    Failure failure = checkOnly(first);

    assertThat(failure.code()).isEqualTo(ErrorCode.FileSizeWrong);
    assertThat(failure.message())
        .contains("is no plain file any more and had 7 bytes when it was stored");
  }

  @Test
  void fileWithoutAManifestOfThisBackupIsSomebodyElses() throws Exception {
    Path manifest = file(first).resolveSibling(FILE + Manifest.SUFFIX);
    Files.writeString(manifest, Files.readString(manifest).replace(UID, "uid-2"));
    Failure another = checkOnly(first);
    Files.delete(manifest);
    Failure none = checkOnly(first);

    assertThat(another).isEqualTo(none);
    assertThat(none.code()).isEqualTo(ErrorCode.FileNameTaken);
    assertThat(none.message())
        .isEqualTo(
            "The file %s of the destination \"first\" is not this Backup's: no manifest of this"
                + " Backup is beside it, so somebody else wrote it, or the manifest was removed; do"
                + " not rely on it, and make another backup.",
            file(first));
  }

  @Test
  void folderThatIsNotThereIsNoMissingFile() throws Exception {
    first = new Destination("first", new Destination.Local(folder.resolve("gone").toString()));

    assertThat(checkOnly(first).code()).isEqualTo(ErrorCode.FolderMissing);
  }

  @Test
  void saysWhichFilesAreThereWhoeverWroteThem() throws Exception {
    Files.writeString(file(second).resolveSibling("b.proisp.bak"), "somebody's");
    Files.writeString(file(second).resolveSibling("b.proisp.bak.manifest.json"), "{}");
    Files.writeString(file(first).resolveSibling(".c.proisp.bak"), "hidden");
    Files.createDirectory(file(first).resolveSibling("d.proisp.bak"));

    Destination gone =
        new Destination("gone", new Destination.Local(folder.resolve("gone").toString()));
    assertThat(run(new Task.Check(UID, FILE, SIZE, List.of(first, gone, second), true), "check"))
        .isNull();

    String list = result().document().find(log.toString()).orElseThrow();
    assertThat(Json.read(list, FileList.class).names()).containsExactly(FILE, "b.proisp.bak");
  }

  @Test
  void refusesTasksThatNameNoFileOrPlace() throws Exception {
    assertThat(check("../" + FILE).code()).isEqualTo(ErrorCode.NameInvalid);
    Failure nowhere = run(new Task.Check(UID, FILE, SIZE, List.of(), false), "check");
    assertThat(nowhere.code()).isEqualTo(ErrorCode.TaskInvalid);
    assertThat(nowhere.message()).isEqualTo("The task has no destination to look at.");
    assertThat(run(new Task.Delete(UID, FILE, List.of(first)), "check").message())
        .isEqualTo("The task in BACKUP_TASK is not a check.");
    assertThat(file(first)).hasSize(SIZE);
  }

  private Failure checkOnly(Destination destination) {
    return run(new Task.Check(UID, FILE, SIZE, List.of(destination), false), "check");
  }

  private Failure check(String fileName) {
    return run(new Task.Check(UID, fileName, SIZE, List.of(first, second), false), "check");
  }

  private Failure run(Task task, String verb) {
    return new TaskRunner(
            Map.of(
                "BACKUP_TASK",
                Json.write(task),
                "BACKUP_RESULT_FILE",
                folder.resolve("result").toString()),
            Clock.systemUTC(),
            new PrintWriter(log))
        .run(verb);
  }

  private TaskResult result() throws IOException {
    return Json.read(Files.readString(folder.resolve("result")), TaskResult.class);
  }

  private static Path file(Destination destination) {
    return Path.of(destination.local().folder()).resolve(FILE);
  }

  private Destination stored(String name) throws Exception {
    Path path = Files.createDirectory(folder.resolve(name));
    Destination destination = new Destination(name, new Destination.Local(path.toString()));
    try (Cleanup cleanup = new Cleanup();
        LocalStore store = LocalStore.open(name, destination.local(), cleanup);
        NewFile file = store.create(FILE, UID)) {
      try (OutputStream out = file.output()) {
        out.write(new byte[SIZE]);
      }
      new BackupFolder(store).store(FILE, file, ManifestSamples.of(UID, FILE, SIZE, "00"));
    }
    return destination;
  }
}
