package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.router.archive.RouterArchive;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.router.RouterEmulator;
import io.proxpanel.backup.e2e.router.RouterFaults;
import io.proxpanel.backup.e2e.router.RouterModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Routers that send more than there is room for, in the memory that an agent has in its image: each
 * costs itself alone.
 */
class RoutersBoundsIT extends RoutersTestCase {
  private static final String LIST = RoutersJob.LIST;

  /** Of 64 MiB. */
  private static final int MAX_HEAP = 40;

  private static final String RESOURCE = "/system/resource/print";

  @BeforeEach
  void asInItsImage() {
    job.asInItsImage();
  }

  @Test
  void aRouterThatHasNoEndCostsNoOtherItsBackup() throws Exception {
    Map<String, Consumer<RouterFaults>> hostile = new LinkedHashMap<>();
    hostile.put("fifty-megabytes", faults -> faults.largeExport(50 << 20));
    hostile.put("hundred-petabytes", faults -> faults.announcedSize("100000000000000000"));
    hostile.put("no-number", faults -> faults.announcedSize("9".repeat(500)));
    hostile.put("more-than-announced", faults -> faults.announcedSize("1000"));
    hostile.put("files", faults -> faults.endlessRows("/file/print"));
    hostile.put("rows", faults -> faults.endlessRows(RESOURCE));
    hostile.put("rows-of-another", faults -> faults.endlessRowsOfAnother(RESOURCE));
    hostile.put("words", faults -> faults.endlessWords(RESOURCE));
    hostile.put("long-words", faults -> faults.endlessLongWords(RESOURCE));
    hostile.put("nothing", faults -> faults.endlessNothing(RESOURCE));
    routers.router("first", routers.emulator(RouterModel.six()));
    for (Map.Entry<String, Consumer<RouterFaults>> each : hostile.entrySet()) {
      RouterEmulator emulator = routers.emulator(RouterModel.seven());
      each.getValue().accept(emulator.faults());
      routers.hurried(each.getKey(), emulator);
    }
    routers.router("last", routers.emulator(RouterModel.small())).atOnce(hostile.size() + 2);

    RouterList list = routers.document(succeeded(routers.runWithLeftovers(LIST)));

    assertThat(entry(list, "first").isGood()).isTrue();
    assertThat(entry(list, "last").isGood()).isTrue();
    String tooLarge =
        ", which is not fetched, because more than 32 MiB are no configuration: look whether a"
            + " script fills its lists, and let it fill them with a timeout, which keeps them out"
            + " of the export.";
    fails(list, "fifty-megabytes", ErrorCode.RouterFileTooLarge, tooLarge);
    fails(list, "hundred-petabytes", ErrorCode.RouterFileTooLarge, "100000000000000000 bytes");
    fails(list, "no-number", ErrorCode.RouterFileTooLarge, tooLarge);
    fails(
        list,
        "more-than-announced",
        ErrorCode.RouterExportIncomplete,
        "handed out more than the 1000 bytes that the file of its export has");
    for (String endless : List.of("files", "rows", "rows-of-another", "words", "long-words")) {
      assertThat(entry(list, endless).failure().code())
          .as(endless)
          .isIn(ErrorCode.RouterProtocolError, ErrorCode.RouterUnreachable);
      assertThat(entry(list, endless).failure().message())
          .as(endless)
          .containsAnyOf(
              "said more than an answer can be while",
              "did not end its answer in time while",
              "(a sentence is too long)");
    }
    fails(
        list,
        "nothing",
        ErrorCode.RouterUnreachable,
        "did not end its answer in time while reading what it is (no end of the answer in 3 s)");
    assertThat(job.heap()).isLessThan(MAX_HEAP);
  }

  @Test
  void repliesOfAMebibyteAreListenedToAndForgotten() throws Exception {
    RouterEmulator loud = routers.emulator(RouterModel.seven());
    loud.faults().rows("/system/identity/print", 1 << 20, 63);
    routers.router("edge", routers.emulator(RouterModel.six())).router("loud", loud);

    RouterList list = routers.succeeds(LIST);

    assertThat(list.routers()).allMatch(RouterList.Entry::isGood);
    assertThat(job.heap()).isLessThan(MAX_HEAP);
  }

  @Test
  void anFtpServiceWithoutEndCostsItsRouterAlone() throws Exception {
    RouterEmulator endless = routers.emulator(RouterModel.six());
    try (EndlessFtp ftp = new EndlessFtp(endless.exported(false).length)) {
      routers
          .router("edge", routers.emulator(RouterModel.six()))
          .hurried("endless", endless.apiPort(), ftp.port(), Router.Fetch.Ftp);

      RouterList list = routers.succeeds(LIST);

      assertThat(entry(list, "edge").isGood()).isTrue();
      fails(list, "endless", ErrorCode.RouterProtocolError, "sends more than the ");
      assertThat(job.heap()).isLessThan(MAX_HEAP);
    }
  }

  @Test
  void aLargeExportIsStoredAndALargeDifferenceTakesNoMemory() throws Exception {
    RouterEmulator large = routers.emulator(RouterModel.seven());
    large.faults().largeExport(12 << 20);
    RouterEmulator changed = routers.emulator(RouterModel.seven());
    changed.faults().largeExport(2_500_000);
    RouterEmulator other = routers.emulator(RouterModel.seven());
    other.faults().largeExport(2_500_000);
    routers.router("large", large).router("changed", changed).router("other", other);
    routers.succeeds(RoutersJob.list("110000"));
    changed.faults().largeExport(2_500_001);
    other.faults().largeExport(2_400_000);

    TaskResult result = succeeded(routers.after(RoutersJob.list("110000")).run(LIST));

    RouterList list = routers.document(result);
    assertThat(list.routers()).allMatch(RouterList.Entry::isGood);
    assertThat(entry(list, "large").changes()).isNull();
    assertThat(result.warnings())
        .containsExactly(
            "A router is backed up, and there is something to say of it: \"large\" has an export"
                + " that is too large to be compared.");
    assertThat(entry(list, "changed").changes().added()).isGreaterThan(50_000);
    assertThat(entry(list, "changed").changes().summary())
        .endsWith(" removed in /ip firewall address-list");
    RouterArchive archive = routers.archive(entry(list, "changed"));
    assertThat(archive.names()).contains("nas_changed_127.0.0.1.diff");
    assertThat(job.heap()).isLessThan(MAX_HEAP);
  }

  @Test
  void oneThatDoesNotFitIntoTheScratchSpaceFailsAlone() throws Exception {
    RouterEmulator large = routers.emulator(RouterModel.seven());
    large.faults().largeExport(20 << 20);
    routers
        .router("edge", routers.emulator(RouterModel.six()))
        .router("large", large)
        .router("core", routers.emulator(RouterModel.seven()));
    job.with("BACKUP_SCRATCH_BYTES", String.valueOf(26 << 20));

    RouterList list = routers.succeeds(LIST);

    assertThat(entry(list, "edge").isGood()).isTrue();
    assertThat(entry(list, "core").isGood()).isTrue();
    fails(
        list,
        "large",
        ErrorCode.VolumeFull,
        "The Job's scratch space is full (26 MiB): the archives of all routers lie there until"
            + " the destinations have them; raise jobTemplate.scratchSize. It was tried twice.");
  }

  private TaskResult succeeded(TaskResult result) {
    assertThat(result.failure()).as(routers.log()).isNull();
    return result;
  }

  private static RouterList.Entry entry(RouterList list, String name) {
    return list.routers().stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** It failed, and its archive has the reason. */
  private void fails(RouterList list, String name, ErrorCode code, String words) throws Exception {
    Failure failure = entry(list, name).failure();
    assertThat(failure).as(name).isNotNull();
    assertThat(failure.code()).as(name).isEqualTo(code);
    assertThat(failure.message()).as(name).contains(words);
    RouterArchive archive = routers.archive(entry(list, name));
    assertThat(archive.names()).anyMatch(file -> file.endsWith(".rsc.ERROR"));
    assertThat(archive.facts().orElseThrow().failure()).isEqualTo(failure);
  }
}
