package io.proxpanel.backup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RouterListTest {
  private static final RouterList.StoredArchive FILE =
      new RouterList.StoredArchive("mikrotik_edge_20261126_130000.tar.gz", 2048, "ab");
  private static final RouterList.LastGood OLDER =
      new RouterList.LastGood("uid-1", "mikrotik_edge_20261126_120000.tar.gz", "cd");
  private static final Failure FAILURE = new Failure(ErrorCode.RouterUnreachable, "No connection.");

  private static RouterList.Entry entry(
      RouterList.StoredArchive file, Failure failure, RouterList.LastGood lastGood) {
    return new RouterList.Entry("edge", "10.0.0.1", file, null, failure, List.of(), null, lastGood);
  }

  @Test
  void aGoodRouterWithoutAnArchiveOfItsOwnHasNotChanged() {
    assertThat(entry(null, null, OLDER).isGood()).isTrue();
    assertThat(entry(null, null, OLDER).isUnchanged()).isTrue();
    assertThat(entry(FILE, null, null).isUnchanged()).isFalse();
    assertThat(entry(FILE, FAILURE, OLDER).isUnchanged()).isFalse();
    // Nothing was stored, since all of them failed.
    assertThat(entry(null, FAILURE, OLDER).isUnchanged()).isFalse();
    assertThat(entry(null, null, null).isUnchanged()).isFalse();
  }

  @Test
  void aListOfAnEarlierVersionKnowsNoHashOfALastGoodOne() throws Exception {
    RouterList list =
        Json.read(
            """
            {"listVersion": 1, "uid": "u", "routers": [{"name": "edge", "file": {"name": "a",
            "sizeBytes": 1, "sha256": "b"}, "failure": {"code": "RouterUnreachable", "message": "x"},
            "lastGood": {"uid": "uid-1", "file": "c"}}]}
            """,
            RouterList.class);

    assertThat(list.routers().get(0).lastGood())
        .isEqualTo(new RouterList.LastGood("uid-1", "c", null));
    RouterList ours = new RouterList(1, "u", null, null, null, List.of(entry(null, null, OLDER)));
    assertThat(Json.read(Json.write(ours), RouterList.class)).isEqualTo(ours);
  }
}
