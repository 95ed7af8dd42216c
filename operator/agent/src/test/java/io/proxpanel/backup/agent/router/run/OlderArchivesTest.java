package io.proxpanel.backup.agent.router.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.copy.SetSight;
import io.proxpanel.backup.agent.copy.Sight;
import io.proxpanel.backup.agent.router.drift.NormalizedExport;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OlderArchivesTest {
  private static final String EXPORT =
      "# 2026-11-26 12:00:00 by RouterOS 7.16\n/system identity\nset name=edge\n";
  private static final String FILE = "mikrotik_edge_20261126_120000.tar.gz";

  private static RouterList.LastGood in(String run) {
    return new RouterList.LastGood(run, FILE, "ab");
  }

  private static Comparison compared(RouterList.LastGood last, String before, String now)
      throws IOException, AgentException {
    return Comparison.between(last, export(before), export(now));
  }

  private static Comparison same(String run) throws IOException, AgentException {
    return compared(in(run), EXPORT, EXPORT);
  }

  private static NormalizedExport export(String text) throws IOException, AgentException {
    return NormalizedExport.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Router router(Router.BinaryBackup binary) {
    return new Router(
        "edge",
        "127.0.0.1",
        8728,
        null,
        "backup",
        null,
        "/p",
        null,
        21,
        22,
        null,
        null,
        null,
        false,
        binary,
        null,
        null,
        null);
  }

  private static SetSight sight(String destination, String... names) {
    return new SetSight(
        new Sight(
            new Destination(destination, new Destination.Local("/backups")), null, null, null),
        Set.copyOf(List.of(names)));
  }

  private static OlderArchives archives(List<SetSight> sights) {
    return OlderArchives.of(List.of("old"), List.of(in("old")), sights, false);
  }

  private static OlderArchives archives() {
    return archives(List.of(sight("local", FILE, FILE + Manifest.SUFFIX)));
  }

  @Test
  void thatOfAnOlderRunStandsForAnEqualOne() throws Exception {
    assertThat(archives().of(router(null), same("old"))).contains(in("old"));
    assertThat(archives().warnings()).isEmpty();
  }

  @Test
  void whatDiffersIsStored() throws Exception {
    Comparison other = compared(in("old"), EXPORT, EXPORT.replace("edge", "core"));

    assertThat(archives().of(router(null), other)).isEmpty();
  }

  @Test
  void anotherVersionIsStored() throws Exception {
    Comparison other = compared(in("old"), EXPORT, EXPORT.replace("7.16", "7.17"));

    assertThat(archives().of(router(null), other)).isEmpty();
  }

  @Test
  void whatCouldNotBeComparedIsStored() throws Exception {
    Comparison unknown =
        compared(in("old"), EXPORT, EXPORT + "#error exporting \"/ip/socks\" (timeout)\n");

    assertThat(unknown.changes().changed()).isFalse();
    assertThat(archives().of(router(null), unknown)).isEmpty();
    assertThat(archives().of(router(null), new Comparison(null, null, false, "It is gone.")))
        .isEmpty();
  }

  @Test
  void aRunThatMayNotBeReferredToIsNot() throws Exception {
    assertThat(archives().of(router(null), same("other"))).isEmpty();
    assertThat(
            OlderArchives.of(
                    List.of(),
                    List.of(in("old")),
                    List.of(sight("local", FILE, FILE + Manifest.SUFFIX)),
                    false)
                .of(router(null), same("old")))
        .isEmpty();
  }

  @Test
  void aBinaryBackupIsAnotherEachTime() throws Exception {
    assertThat(archives().of(router(new Router.BinaryBackup(null)), same("old"))).isEmpty();
  }

  @Test
  void anArchiveInClearDoesNotStandForAnEncryptedOne() throws Exception {
    List<SetSight> there =
        List.of(
            sight("local", FILE, FILE + Manifest.SUFFIX, FILE + ".enc", FILE + ".enc.manifest"));
    OlderArchives encrypted = OlderArchives.of(List.of("old"), List.of(in("old")), there, true);

    assertThat(encrypted.of(router(null), same("old"))).isEmpty();
    RouterList.LastGood sealed = new RouterList.LastGood("old", FILE + ".enc", "ab");
    assertThat(
            archives(List.of(sight("local", FILE + ".enc", FILE + ".enc" + Manifest.SUFFIX)))
                .of(router(null), compared(sealed, EXPORT, EXPORT)))
        .isEmpty();
  }

  @Test
  void itHasToBeAtEveryDestinationThatCanBeSeen() throws Exception {
    SetSight unseen =
        new SetSight(
            new Sight(
                new Destination("far", new Destination.Local("/far")),
                null,
                null,
                new AgentException(ErrorCode.DestinationUnreachable, "No connection.")),
            Set.of());
    SetSight there = sight("local", FILE, FILE + Manifest.SUFFIX);
    assertThat(archives(List.of(there, unseen)).of(router(null), same("old"))).isPresent();

    OlderArchives missing = archives(List.of(there, sight("off-site", FILE)));
    assertThat(missing.of(router(null), same("old"))).isEmpty();
    assertThat(missing.warnings())
        .containsExactly(
            "The archive "
                + FILE
                + " of an older run is not at the destination \"off-site\" any more: the"
                + " configuration was stored again; look who removed it.");
    RouterList.LastGood other =
        new RouterList.LastGood("old", "mikrotik_other_20261126_120000.tar.gz", "ab");
    assertThat(missing.of(router(null), compared(other, EXPORT, EXPORT))).isEmpty();
    assertThat(missing.warnings())
        .hasSize(2)
        .last()
        .isEqualTo(
            "The archive "
                + FILE
                + " and 1 more of older runs are not at the destination \"off-site\" any more: the"
                + " configuration was stored again; look who removed them.");
  }

  @Test
  void atMostEightRunsAreReferredToThoseWithTheMostRouters() throws Exception {
    List<String> runs = IntStream.range(0, 10).mapToObj(i -> "run-" + i).toList();
    List<RouterList.LastGood> known = new ArrayList<>();
    runs.forEach(run -> known.add(in(run)));
    Stream.of("run-9", "run-8", "run-7").forEach(run -> known.add(in(run)));
    OlderArchives archives =
        OlderArchives.of(runs, known, List.of(sight("local", FILE, FILE + Manifest.SUFFIX)), false);

    List<String> referred = new ArrayList<>();
    for (String run : runs) {
      archives.of(router(null), same(run)).ifPresent(found -> referred.add(found.uid()));
    }

    assertThat(referred)
        .containsExactly("run-0", "run-1", "run-2", "run-3", "run-4", "run-7", "run-8", "run-9");
  }
}
