package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.router.archive.RouterArchive;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import io.proxpanel.backup.e2e.router.RouterEmulator;
import io.proxpanel.backup.e2e.router.RouterModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many routers in one run: what is good is stored, and what is not is said. */
class RoutersRunIT extends RoutersTestCase {
  private static final String LIST = RoutersJob.LIST;

  @Test
  void thoseThatFailHoldUpNoOther() throws Exception {
    RouterEmulator strict = routers.emulator(RouterModel.small(), "another password");
    routers
        .router("edge", routers.emulator(RouterModel.six()))
        .router("strict", strict)
        .router("Zürich / core", routers.emulator(RouterModel.seven()))
        .absent("gone")
        .router("cpe", routers.emulator(RouterModel.small()));

    TaskResult result = routers.run(LIST);

    assertThat(result.failure()).isNull();
    RouterList list = routers.document(result);
    assertThat(list).isEqualTo(routers.stored(job.volume(), LIST));
    assertThat(list.uid()).isEqualTo(RoutersJob.UID);
    assertThat(list.routers())
        .extracting(RouterList.Entry::name)
        .containsExactly("edge", "strict", "Zürich / core", "gone", "cpe");
    assertThat(list.routers())
        .extracting(entry -> entry.failure() == null ? null : entry.failure().code())
        .containsExactly(
            null, ErrorCode.RouterLoginRefused, null, ErrorCode.RouterUnreachable, null);
    assertThat(list.routers().get(3).failure().message())
        .startsWith("The router \"gone\" (127.0.0.1:")
        .contains("cannot be connected to");
    RouterList.Entry edge = list.routers().get(0);
    assertThat(edge.address()).isEqualTo("127.0.0.1");
    assertThat(edge.device())
        .isEqualTo(
            new RouterList.Device(
                "edge-nord", "RB4011iGS+", "D4440C1FE42A", "6.49.10 (long-term)"));
    assertThat(edge.changes()).isNull();
    assertThat(edge.file().name()).isEqualTo("mikrotik_edge_20261126_120000.tar.gz");
    assertThat(list.routers().get(2).file().name())
        .matches("mikrotik_Z_rich___core-[0-9a-f]{8}_20261126_120000\\.tar\\.gz");
    long bytes = list.routers().stream().mapToLong(entry -> entry.file().sizeBytes()).sum();
    assertThat(result.routers()).isEqualTo(new TaskResult.RouterCounts(5, 3, 0, bytes));
    assertThat(result.file().name()).isEqualTo(LIST);
    assertThat(result.file().sizeBytes()).isEqualTo(Files.size(job.volume().resolve(LIST)));
    assertThat(result.destinations())
        .singleElement()
        .satisfies(
            local -> {
              assertThat(local.state()).isEqualTo(DestinationResult.STORED);
              assertThat(local.location()).isEqualTo(job.volume().resolve(LIST).toString());
              assertThat(local.freeBytes()).isPositive();
            });
    assertThat(job.files()).containsExactlyElementsOf(RoutersJob.names(LIST, list));
  }

  @Test
  void anArchiveSaysWhatItIsOfAndWhyThereIsNoExport() throws Exception {
    routers.router("edge", routers.emulator(RouterModel.six())).absent("gone");

    RouterList list = routers.succeeds(LIST);

    RouterArchive good = routers.archive(list.routers().get(0));
    assertThat(good.names()).containsExactly("nas_edge_127.0.0.1.rsc", "router.json");
    assertThat(good.export().orElseThrow().size()).isPositive();
    assertThat(good.facts().orElseThrow().device().softwareId()).isEqualTo("R98Z-YE17");
    RouterArchive failed = routers.archive(list.routers().get(1));
    assertThat(failed.names()).containsExactly("nas_gone_127.0.0.1.rsc.ERROR", "router.json");
    assertThat(failed.facts().orElseThrow().failure()).isEqualTo(list.routers().get(1).failure());
    assertThat(routers.log())
        .contains("router=edge by=Ftp bytes=" + list.routers().get(0).file().sizeBytes());
  }

  @Test
  void nothingIsStoredWhenAllFail() throws Exception {
    RouterEmulator strict = routers.emulator(RouterModel.small(), "another password");
    routers.router("strict", strict).absent("a").absent("b").absent("c");

    TaskResult result = routers.run(LIST);

    assertThat(result.failure().code()).isEqualTo(ErrorCode.RouterLoginRefused);
    assertThat(result.failure().message())
        .startsWith(
            "None of the 4 routers could be exported. The router \"strict\" (127.0.0.1:"
                + strict.apiPort()
                + ") refuses the login of \"backup\"")
        .contains(" The router \"a\" (127.0.0.1:", " The router \"b\" (127.0.0.1:")
        .doesNotContain("The router \"c\"")
        .endsWith(" And 1 more.");
    assertThat(result.routers()).isEqualTo(new TaskResult.RouterCounts(4, 0, 0, 0));
    assertThat(routers.document(result).routers())
        .hasSize(4)
        .allSatisfy(entry -> assertThat(entry.file()).isNull());
    assertThat(job.files()).isEmpty();
  }

  @Test
  void theOnlyRoutersFailureIsThatOfTheRun() throws Exception {
    routers.absent("gone");

    TaskResult result = routers.run(LIST);

    assertThat(result.failure().code()).isEqualTo(ErrorCode.RouterUnreachable);
    assertThat(result.failure()).isEqualTo(routers.document(result).routers().get(0).failure());
  }

  @Test
  void aNameThatIsSomebodyElsesEndsItBeforeARouterIsAsked() throws Exception {
    RouterEmulator edge = routers.emulator(RouterModel.six());
    routers.router("edge", edge);
    for (String name : List.of(LIST, "mikrotik_edge_20261126_120000.tar.gz")) {
      Files.writeString(job.volume().resolve(name), "precious");

      TaskResult result = routers.run(LIST);

      assertThat(result.failure().code()).isEqualTo(ErrorCode.FileNameTaken);
      assertThat(result.failure().message())
          .isEqualTo(
              "A file %s is in %s already and is not this Backup's: it was left as it is; create"
                  + " another Backup.",
              name, job.volume());
      assertThat(job.files()).containsExactly(name);
      assertThat(edge.requests()).isEmpty();
      Files.delete(job.volume().resolve(name));
    }
  }

  @Test
  void oneDestinationThatHasAllIsEnough() throws Exception {
    routers.router("edge", routers.emulator(RouterModel.six()));
    Path gone = temp.resolve("gone");

    TaskResult result =
        routers
            .to(
                new Destination("gone", new Destination.Local(gone.toString())),
                job.destination("local"))
            .run(LIST);

    assertThat(result.failure()).isNull();
    assertThat(result.destinations())
        .extracting(DestinationResult::state)
        .containsExactly(DestinationResult.FAILED, DestinationResult.STORED);

    TaskResult nowhere =
        routers.to(new Destination("gone", new Destination.Local(gone.toString()))).run(LIST);
    assertThat(nowhere.failure().code()).isEqualTo(ErrorCode.FolderMissing);
  }

  @Test
  void aScratchSpaceThatIsTooSmallEndsTheRun() throws Exception {
    routers.router("edge", routers.emulator(RouterModel.six()));
    job.with("BACKUP_SCRATCH_BYTES", String.valueOf((16 << 20) + 1000));

    TaskResult result = routers.run(LIST);

    assertThat(result.failure().code()).isEqualTo(ErrorCode.VolumeFull);
    assertThat(result.failure().message())
        .isEqualTo(
            "The Job's scratch space is full (16 MiB): the archives of all routers lie there until"
                + " the destinations have them; raise jobTemplate.scratchSize.");
    assertThat(job.files()).isEmpty();
  }
}
