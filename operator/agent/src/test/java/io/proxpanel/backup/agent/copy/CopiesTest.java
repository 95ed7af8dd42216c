package io.proxpanel.backup.agent.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.ManifestSamples;
import io.proxpanel.backup.contract.BackupProgress;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CopiesTest {
  private static final String FILE = "a.proisp.bak";
  private static final String UID = "uid-1";
  private static final String CONTENT = "content";
  private static final String SHA_256 =
      "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";

  @TempDir Path folder;
  private final Cleanup cleanup = new Cleanup();
  private final List<List<DestinationResult>> told = new ArrayList<>();

  @Test
  void everyDestinationHasTheFileAndItsManifest() throws Exception {
    List<Destination> destinations = List.of(destination("one"), destination("two"));
    try (Copies copies = to(destinations)) {
      assertThat(copies.look())
          .allMatch(Sight::isClear)
          .allMatch(sight -> sight.ours() == null && sight.taken() == null);
      assertThat(copies.progress(Instant.EPOCH, "dumping")).isEmpty();
      copies.begin(content(), null, null);
      await().until(() -> sent(copies).stream().allMatch(n -> n == CONTENT.length()));
      // It may be there by now under a temporary name, and under no other.
      assertThat(names("one")).doesNotContain(FILE, FILE + Manifest.SUFFIX);
      copies.proven(manifest("00"));
      assertThat(copies.await(told::add))
          .extracting(DestinationResult::name, DestinationResult::state)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("one", DestinationResult.STORED),
              org.assertj.core.groups.Tuple.tuple("two", DestinationResult.STORED));
    }
    for (String name : List.of("one", "two")) {
      assertThat(folder.resolve(name).resolve(FILE)).hasContent(CONTENT);
      assertThat(names(name)).containsExactly(FILE, FILE + Manifest.SUFFIX);
    }
    assertThat(told).isNotEmpty();
    assertThat(told.get(told.size() - 1)).allMatch(each -> each.freeBytes() > 0);
    assertThat(cleanup.size()).isZero();
  }

  @Test
  void oneThatFailsHoldsUpNoneOfTheOthers() throws Exception {
    Destination gone = new Destination("gone", new Destination.Local(folder + "/gone"));
    try (Copies copies = to(List.of(gone, destination("two")))) {
      assertThat(copies.look()).extracting(Sight::isClear).containsExactly(false, true);
      copies.begin(content(), null, null);
      copies.proven(manifest("00"));
      List<DestinationResult> results = copies.await(told::add);
      assertThat(results)
          .extracting(DestinationResult::state)
          .containsExactly(DestinationResult.FAILED, DestinationResult.STORED);
      assertThat(results.get(0).failure().code()).isEqualTo(ErrorCode.FolderMissing);
    }
  }

  @Test
  void aDestinationThatComesBackHasItInTheEnd() throws Exception {
    Path late = folder.resolve("late");
    Destination destination = new Destination("late", new Destination.Local(late.toString()));
    List<Duration> pauses = java.util.Collections.nCopies(200, Duration.ofMillis(20));
    try (Copies copies = Copies.to(List.of(destination), FILE, UID, pauses, cleanup)) {
      assertThat(copies.look()).noneMatch(Sight::isClear);
      copies.begin(content(), null, null);
      copies.proven(manifest("00"));
      Files.createDirectory(late);
      assertThat(copies.await(told::add))
          .extracting(DestinationResult::state)
          .containsExactly(DestinationResult.STORED);
    }
    assertThat(late.resolve(FILE)).hasContent(CONTENT);
  }

  @Test
  void seesWhatIsThere() throws Exception {
    destination("theirs");
    Files.writeString(folder.resolve("theirs").resolve(FILE), "somebody else's");
    destination("ours");
    ours("ours", CONTENT, "00");
    try (Copies copies = to(List.of(again("theirs"), again("ours")))) {
      List<Sight> sights = copies.look();
      assertThat(sights.get(0).taken().code()).isEqualTo(ErrorCode.FileNameTaken);
      assertThat(sights.get(1).ours().uid()).isEqualTo(UID);
    }
    assertThat(folder.resolve("theirs").resolve(FILE)).hasContent("somebody else's");
    assertThat(folder.resolve("ours").resolve(FILE)).hasContent(CONTENT);
  }

  @Test
  void theSameFileIsNotStoredTwiceAndAnotherOfOursIsReplaced() throws Exception {
    destination("same");
    ours("same", CONTENT, "00");
    Object before = Files.readAttributes(folder.resolve("same").resolve(FILE), "*").get("fileKey");
    destination("other");
    ours("other", "another", "99");
    try (Copies copies = to(List.of(again("same"), again("other")))) {
      copies.begin(content(), null, null);
      copies.proven(manifest("00"));
      assertThat(copies.await(told::add))
          .allMatch(result -> result.state().equals(DestinationResult.STORED));
    }
    assertThat(Files.readAttributes(folder.resolve("same").resolve(FILE), "*").get("fileKey"))
        .isEqualTo(before);
    assertThat(folder.resolve("other").resolve(FILE)).hasContent(CONTENT);
    assertThat(names("other")).containsExactly(FILE, FILE + Manifest.SUFFIX);
  }

  @Test
  void whatIsNeverProvenIsNeverStored() throws Exception {
    destination("one");
    try (Copies copies = to(List.of(again("one")))) {
      copies.begin(content(), null, null);
      copies.cancel(new AgentException(ErrorCode.ReadBackFailed, "It differs."));
      assertThat(copies.await(told::add))
          .singleElement()
          .satisfies(
              result -> assertThat(result.failure().code()).isEqualTo(ErrorCode.ReadBackFailed));
    }
    assertThat(names("one")).isEmpty();
  }

  @Test
  void aWriterThatFailsLeavesNothing() throws Exception {
    destination("one");
    Path spool = Files.writeString(folder.resolve("spool"), "begin");
    GrowingFile growing = new GrowingFile(spool, spool);
    try (Copies copies = to(List.of(again("one")))) {
      copies.begin(growing, null, null);
      copies.cancel(new AgentException(ErrorCode.PgDumpFailed, "The dump broke."));
      assertThat(copies.await(told::add))
          .singleElement()
          .satisfies(result -> assertThat(result.failure().message()).isEqualTo("The dump broke."));
    }
    assertThat(names("one")).isEmpty();
  }

  @Test
  void theEndOfTheProcessEndsThemAndLeavesNothing() throws Exception {
    destination("one");
    Path spool = Files.writeString(folder.resolve("spool"), "begin");
    Copies copies = to(List.of(again("one")));
    copies.begin(new GrowingFile(spool, spool), null, null);
    cleanup.close();
    assertThat(copies.await(told::add))
        .singleElement()
        .satisfies(result -> assertThat(result.failure().code()).isEqualTo(ErrorCode.Interrupted));
    assertThat(names("one")).isEmpty();
  }

  @Test
  void aLimitIsKept() throws Exception {
    Path local = Files.createDirectory(folder.resolve("slow"));
    Destination slow =
        new Destination(
            "slow",
            new Destination.Local(local.toString()),
            null,
            null,
            null,
            null,
            1_000_000L,
            null);
    Path spool = Files.write(folder.resolve("spool"), new byte[300_000]);
    long start = System.nanoTime();
    try (Copies copies = to(List.of(slow))) {
      copies.begin(GrowingFile.whole(spool, 300_000), null, null);
      copies.proven(manifest("00"));
      copies.await(told::add);
    }
    // It cannot be faster than that, however fast the machine is.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
    assertThat(local.resolve(FILE)).hasSize(300_000);
  }

  @Test
  void whatIsReadBackAndIsAnotherFileIsRemoved() throws Exception {
    try (Copies copies = to(List.of(readBack("one"), destination("two")))) {
      copies.begin(content(), null, null);
      copies.proven(manifest("00"));
      List<DestinationResult> results = copies.await(told::add);
      assertThat(results)
          .extracting(DestinationResult::state)
          .containsExactly(DestinationResult.FAILED, DestinationResult.STORED);
      assertThat(results.get(0).failure().code()).isEqualTo(ErrorCode.ReadBackFailed);
      assertThat(results.get(0).failure().message())
          .isEqualTo(
              "The file %s, read back, is not what was sent (SHA-256 %s instead of 00): it was removed again; look for a failing disk or memory at the server."
                  .formatted(folder.resolve("one").resolve(FILE), SHA_256));
    }
    assertThat(names("one")).isEmpty();
    assertThat(cleanup.size()).isZero();
  }

  @Test
  void whatIsReadBackAndIsTheSameFileStays() throws Exception {
    try (Copies copies = to(List.of(readBack("one")))) {
      copies.begin(content(), null, null);
      copies.proven(manifest(SHA_256));
      assertThat(copies.await(told::add))
          .extracting(DestinationResult::state)
          .containsExactly(DestinationResult.STORED);
    }
    assertThat(names("one")).containsExactly(FILE, FILE + Manifest.SUFFIX);
  }

  @Test
  void whatWasThereAlreadyIsReadBackToo() throws Exception {
    Destination destination = readBack("one");
    ours("one", "changed", SHA_256);
    try (Copies copies = to(List.of(destination))) {
      copies.begin(content(), null, null);
      copies.proven(manifest(SHA_256));
      assertThat(copies.await(told::add))
          .extracting(DestinationResult::state)
          .containsExactly(DestinationResult.FAILED);
    }
    assertThat(names("one")).isEmpty();
  }

  private Destination readBack(String name) throws IOException {
    return new Destination(
        name, destination(name).local(), null, null, null, null, null, Boolean.TRUE);
  }

  private static List<Long> sent(Copies copies) {
    return copies.progress(Instant.EPOCH, "dumping").orElseThrow().copies().stream()
        .map(BackupProgress.Sent::bytes)
        .toList();
  }

  private Copies to(List<Destination> destinations) {
    return Copies.to(destinations, FILE, UID, List.of(), cleanup);
  }

  private Destination destination(String name) throws IOException {
    Files.createDirectory(folder.resolve(name));
    return again(name);
  }

  private Destination again(String name) {
    return new Destination(name, new Destination.Local(folder.resolve(name).toString()));
  }

  private GrowingFile content() throws IOException {
    Path spool = folder.resolve("spool");
    GrowingFile file = new GrowingFile(spool, spool);
    try (OutputStream out = file.through(Files.newOutputStream(spool))) {
      out.write(CONTENT.getBytes(StandardCharsets.UTF_8));
    }
    file.finish();
    return file;
  }

  private void ours(String name, String content, String sha256) throws IOException {
    Path path = folder.resolve(name);
    Files.writeString(path.resolve(FILE), content);
    Files.write(
        path.resolve(FILE + Manifest.SUFFIX), Json.writePretty(manifest(sha256, content.length())));
  }

  private List<String> names(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Manifest manifest(String sha256) {
    return manifest(sha256, CONTENT.length());
  }

  private static Manifest manifest(String sha256, long size) {
    return ManifestSamples.of(UID, FILE, size, sha256);
  }
}
