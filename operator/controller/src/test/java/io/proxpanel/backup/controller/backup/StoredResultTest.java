package io.proxpanel.backup.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.DestinationStatus;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.controller.status.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the room at the destinations means for the next Backup. */
class StoredResultTest {
  private static final long GIB = 1L << 30;

  @Test
  void whereTheNextOneWouldNotFitIsSaid() {
    BackupStatus status =
        status(
            place("local", 5 * GIB, null), place("cloud", GIB, 10 * GIB), place("s3", null, null));

    Verdict room = StoredResult.roomForNext(status).orElseThrow();

    assertThat(room.truth()).isEqualTo("False");
    assertThat(room.reason()).isEqualTo("NoRoomForNext");
    assertThat(room.message())
        .isEqualTo(
            "The destination \"cloud\" has room for 1 GiB of 10 GiB, and this file has 2 GiB: make"
                + " room there, or let retention keep less.");
    assertThat(StoredResult.usage(status)).isEqualTo(" cloud: 9 GiB of 10 GiB used.");
  }

  @Test
  void whereItFitsTheRoomIsSaid() {
    Verdict room =
        StoredResult.roomForNext(status(place("local", 2 * GIB, null), place("s3", null, null)))
            .orElseThrow();

    assertThat(room.truth()).isEqualTo("True");
    assertThat(room.message()).isEqualTo("local has room for 2 GiB.");
  }

  @Test
  void whereNobodyKnowsNothingIsSaid() {
    assertThat(StoredResult.roomForNext(status(place("s3", null, null)))).isEmpty();
    assertThat(StoredResult.usage(status(place("local", GIB, null)))).isEmpty();
  }

  private static BackupSpec spec(String... names) {
    return new BackupSpec(
        null,
        null,
        null,
        null,
        null,
        null,
        Stream.of(names).map(StoredResultTest::destination).toList(),
        null,
        null);
  }

  private static Destination destination(String name) {
    try {
      String kind =
          switch (name) {
            case "cloud" -> "\"cloud\": {}";
            case "sftp" -> "\"sftp\": {}";
            case "sftp-read-back" -> "\"sftp\": {}, \"readBack\": true";
            default -> "\"local\": {\"claimName\": \"a\"}";
          };
      return Json.read("{\"name\": \"%s\", %s}".formatted(name, kind), Destination.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatNobodyHasReadBackIsNotSaidToBe() {
    BackupStatus both = status(place("local", null, null), place("cloud", null, null));
    assertThat(StoredResult.proof(both, spec("local", "cloud")))
        .isEqualTo(
            "Stored at 2 of 2 destinations, and read back but at \"cloud\", without readBack: true.");
    assertThat(StoredResult.shortProof(both, spec("local", "cloud")))
        .isEqualTo("read back but at \"cloud\"");

    BackupStatus cloud = status(place("cloud", null, null));
    assertThat(StoredResult.proof(cloud, spec("local", "cloud")))
        .isEqualTo(
            "Stored at 1 of 2 destinations; not read back, since no destination has readBack: true.");
    assertThat(StoredResult.shortProof(cloud, spec("local", "cloud"))).isEqualTo("not read back");

    BackupStatus local = status(place("local", null, null));
    assertThat(StoredResult.proof(local, spec("local", "cloud")))
        .isEqualTo("Stored and read back at 1 of 2 destinations.");
    assertThat(StoredResult.shortProof(local, spec("local", "cloud"))).isEqualTo("read back");
  }

  @Test
  void aServerIsReadBackOnlyWhereThatIsAsked() {
    BackupStatus sftp = status(place("sftp", null, null));
    assertThat(StoredResult.shortProof(sftp, spec("sftp"))).isEqualTo("not read back");
    BackupStatus read = status(place("sftp-read-back", null, null));
    assertThat(StoredResult.proof(read, spec("sftp-read-back")))
        .isEqualTo("Stored and read back at 1 of 1 destinations.");
  }

  private static BackupStatus status(DestinationStatus... destinations) {
    BackupStatus status = new BackupStatus();
    status.sizeBytes = 2 * GIB;
    status.destinations = List.of(destinations);
    return status;
  }

  private static DestinationStatus place(String name, Long free, Long quota) {
    return new DestinationStatus(name, "Stored", "/x", 2 * GIB, null, 1, null, free, quota);
  }
}
