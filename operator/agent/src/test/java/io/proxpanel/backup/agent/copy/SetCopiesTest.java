package io.proxpanel.backup.agent.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.ManifestSamples;
import io.proxpanel.backup.agent.format.Sha256;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many files come to each destination, the last of them last, whatever is there already. */
class SetCopiesTest {
  private static final String UID = "uid-1";
  private static final String LAST = "mikrotik_20261126_120000.json";
  private static final String A = "mikrotik_a_20261126_120000.tar.gz";
  private static final String B = "mikrotik_b_20261126_120000.tar.gz";

  @TempDir Path folder;
  private final Cleanup cleanup = new Cleanup();
  private Path volume;

  @BeforeEach
  void make() throws IOException {
    volume = Files.createDirectory(folder.resolve("volume"));
  }

  @AfterEach
  void close() {
    cleanup.close();
  }

  @Test
  void allComeThere() throws Exception {
    DestinationResult result = bring(file(A, "a"), file(B, "b"), file(LAST, "list"));

    assertThat(result.state()).isEqualTo(DestinationResult.STORED);
    assertThat(result.location()).isEqualTo(volume.resolve(LAST).toString());
    assertThat(result.freeBytes()).isPositive();
    assertThat(names()).hasSize(6).contains(A, B, LAST);
    assertThat(volume.resolve(B)).hasContent("b");
  }

  @Test
  void whatIsThereIsLeftAndWhatIsAnotherOfOursIsReplaced() throws Exception {
    store(A, "a", UID);
    store(B, "old", UID);
    // Of an attempt that was killed: a manifest whose file never came, and a temporary file.
    store("mikrotik_c_20261126_120000.tar.gz", "c", UID);
    Files.delete(volume.resolve("mikrotik_c_20261126_120000.tar.gz"));
    Files.writeString(volume.resolve("." + B + ".12345678." + UID + ".partial"), "cut");
    Content never = unreadable();

    DestinationResult result =
        bring(
            new SetFile(never, manifest(A, "a")),
            file(B, "new"),
            file("mikrotik_c_20261126_120000.tar.gz", "c"),
            file(LAST, "list"));

    assertThat(result.state()).isEqualTo(DestinationResult.STORED);
    assertThat(volume.resolve(A)).hasContent("a");
    assertThat(volume.resolve(B)).hasContent("new");
    assertThat(names()).hasSize(8).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void whatIsSomebodyElsesStaysAndTheLastDoesNotCome() throws Exception {
    Files.writeString(volume.resolve(B), "precious");

    DestinationResult result = bring(file(A, "a"), file(B, "b"), file(LAST, "list"));

    assertThat(result.state()).isEqualTo(DestinationResult.FAILED);
    assertThat(result.failure().code()).isEqualTo(ErrorCode.FileNameTaken);
    assertThat(volume.resolve(B)).hasContent("precious");
    assertThat(volume.resolve(LAST)).doesNotExist();
  }

  @Test
  void aFurtherAttemptGoesOnWithWhatIsMissing() throws Exception {
    AtomicInteger readA = new AtomicInteger();
    AtomicInteger readB = new AtomicInteger();
    Content a = counted("a", readA, 0);
    Content b = counted("b", readB, 1);

    DestinationResult result =
        bring(
            new SetFile(a, manifest(A, "a")), new SetFile(b, manifest(B, "b")), file(LAST, "list"));

    assertThat(result.state()).isEqualTo(DestinationResult.STORED);
    assertThat(readA).hasValue(1);
    assertThat(readB).hasValue(2);
  }

  @Test
  void saysWhatIsThereBeforeAnythingComes() throws Exception {
    store(A, "a", UID);
    Files.writeString(volume.resolve(B), "precious");
    try (SetCopies copies = copies()) {
      List<SetSight> sights = copies.look();

      assertThat(sights.get(0).last().isClear()).isTrue();
      assertThat(names()).allMatch(sights.get(0)::has);
      assertThat(sights.get(0).has("mikrotik_x_20261126_120000.tar.gz")).isFalse();
      copies.requireFree(Set.of(A, "mikrotik_x_20261126_120000.tar.gz"), sights);
      AgentException e =
          catchThrowableOfType(
              AgentException.class, () -> copies.requireFree(Set.of(A, B), sights));
      assertThat(e.code()).isEqualTo(ErrorCode.FileNameTaken);
      assertThat(e).hasMessageStartingWith("A file " + B + " is in " + volume + " already");
    }
  }

  private SetCopies copies() {
    return SetCopies.to(
        List.of(new Destination("local", new Destination.Local(volume.toString()))),
        LAST,
        UID,
        List.of(Duration.ZERO),
        cleanup);
  }

  private DestinationResult bring(SetFile... files) {
    try (SetCopies copies = copies()) {
      copies.look();
      copies.begin(List.of(files));
      List<List<DestinationResult>> known = new ArrayList<>();
      List<DestinationResult> results = copies.await(known::add);
      assertThat(known).last().isEqualTo(results);
      return results.get(0);
    }
  }

  private static SetFile file(String name, String text) {
    return new SetFile(Content.of(text.getBytes(StandardCharsets.UTF_8)), manifest(name, text));
  }

  private static Manifest manifest(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Sha256 hash = new Sha256();
    hash.update(bytes, 0, bytes.length);
    return ManifestSamples.of(UID, name, bytes.length, hash.hex());
  }

  private void store(String name, String text, String uid) throws IOException {
    Files.writeString(volume.resolve(name), text);
    Files.writeString(
        volume.resolve(name + Manifest.SUFFIX), Json.write(manifest(name, text)).replace(UID, uid));
  }

  private static Content unreadable() {
    return new Content() {
      @Override
      public InputStream open(long offset) throws IOException {
        throw new IOException("must not be read");
      }

      @Override
      public long length() throws IOException {
        throw new IOException("must not be read");
      }
    };
  }

  /** Content that cannot be read the first times. */
  private static Content counted(String text, AtomicInteger reads, int failures) {
    Content content = Content.of(text.getBytes(StandardCharsets.UTF_8));
    return new Content() {
      @Override
      public InputStream open(long offset) throws IOException {
        if (reads.incrementAndGet() <= failures) {
          throw new IOException("lost");
        }
        return content.open(offset);
      }

      @Override
      public long length() throws IOException {
        return content.length();
      }
    };
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(volume)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
