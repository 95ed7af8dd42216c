package io.proxpanel.backup.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.DestinationStatus;
import io.proxpanel.backup.controller.status.Verdict;
import java.util.List;
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
