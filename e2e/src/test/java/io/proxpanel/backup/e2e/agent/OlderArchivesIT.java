package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.format.Sha256;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Archives of an older run that are not as they were, and sets that refer to such a run. */
class OlderArchivesIT extends UnchangedRoutersTestCase {
  @Test
  void anArchiveThatIsDamagedOrGoneIsStoredAnewAndThatIsSaid() throws Exception {
    first();
    damage(job.volume().resolve(EDGE));
    Files.delete(job.volume().resolve(CPE));

    TaskResult result = second();

    assertThat(result.routers().unchanged()).isZero();
    assertThat(result.routers().refersTo()).isEmpty();
    assertThat(routers.archive(entry(result, "edge")).export()).isPresent();
    assertThat(routers.archive(entry(result, "cpe")).export()).isPresent();
    assertThat(result.warnings())
        .containsExactly(
            "What has changed is not known of the routers \"edge\" (The file "
                + job.volume().resolve(EDGE)
                + " is not as it was stored, and is not taken from there: look who changed it),"
                + " \"cpe\" ("
                + job.volume().resolve(CPE)
                + " is not there any more, or belongs to somebody else): the last good export"
                + " cannot be read. The next run compares with this one.");
  }

  @Test
  void anArchiveThatIsNotAtEveryDestinationIsStoredAnewAndThatIsSaid() throws Exception {
    Path other = Files.createDirectory(temp.resolve("other"));
    routers.to(
        job.destination("local"),
        new Destination("other", new Destination.Local(other.toString())));
    first();
    Files.delete(other.resolve(CPE));

    TaskResult result = second();

    assertThat(entry(result, "edge").isUnchanged()).isTrue();
    assertThat(entry(result, "cpe").file()).isNotNull();
    assertThat(result.warnings())
        .containsExactly(
            "The archive "
                + CPE
                + " of an older run is not at the destination \"other\" any more: the"
                + " configuration was stored again; look who removed it.");
    assertThat(AgentJob.names(other)).contains("mikrotik_cpe_20261126_130000.tar.gz");
  }

  @Test
  void theHashIsThatOfTheManifestWhereAListDoesNotSayIt() throws Exception {
    first();
    routers.as("new").absent("edge").after(FIRST).referringTo("old").succeeds(SECOND);
    Path list = job.volume().resolve(SECOND);
    RouterList without = routers.stored(job.volume(), SECOND);
    rewrite(list, withoutHashes(without));
    routers.router("edge", edge);

    TaskResult third = routers.as("third").after(SECOND).referringTo("new", "old").run(THIRD);
    assertThat(entry(third, "edge").isUnchanged()).isTrue();
    assertThat(entry(third, "edge").lastGood().sha256()).isNotNull();

    damage(job.volume().resolve(EDGE));
    TaskResult fourth =
        routers.as("fourth").after(SECOND).referringTo("new", "old").run(RoutersJob.list("150000"));
    assertThat(entry(fourth, "edge").file()).isNotNull();
  }

  private static RouterList withoutHashes(RouterList list) {
    return new RouterList(
        list.listVersion(),
        list.uid(),
        list.namespace(),
        list.name(),
        list.createdAt(),
        list.routers().stream()
            .map(
                entry ->
                    entry.lastGood() == null
                        ? entry
                        : new RouterList.Entry(
                            entry.name(),
                            entry.address(),
                            entry.file(),
                            entry.device(),
                            entry.failure(),
                            entry.unexported(),
                            entry.changes(),
                            new RouterList.LastGood(
                                entry.lastGood().uid(), entry.lastGood().file(), null)))
            .toList());
  }

  /** As an agent has written it that did not know hashes. */
  private static void rewrite(Path list, RouterList content) throws Exception {
    byte[] bytes = Json.writePretty(content);
    Files.write(list, bytes);
    Path beside = list.resolveSibling(list.getFileName() + Manifest.SUFFIX);
    Manifest manifest = Json.read(Files.readString(beside), Manifest.class);
    Files.writeString(
        beside,
        Files.readString(beside)
            .replace(manifest.file().sha256(), Sha256.of(bytes).hex())
            .replaceAll("\"sizeBytes\" ?: ?[0-9]+", "\"sizeBytes\": " + bytes.length));
  }

  @Test
  void whatRefersToAnOlderRunIsCopiedCheckedAndDeletedAsASetOfItsOwn() throws Exception {
    first();
    TaskResult stored = second();
    Path other = Files.createDirectory(temp.resolve("other"));
    Destination remote = new Destination("other", new Destination.Local(other.toString()));

    TaskResult synced =
        job.run(
            new Task.Sync(
                "new",
                SECOND,
                stored.file().sizeBytes(),
                stored.file().sha256(),
                List.of(job.destination("local")),
                List.of(remote)));
    assertThat(synced.failure()).isNull();
    assertThat(AgentJob.names(other)).containsExactly(SECOND, SECOND + Manifest.SUFFIX);

    assertThat(check(stored, job.destination("local")).failure()).isNull();
    // It is not complete there before the older run is.
    TaskResult alone = check(stored, remote);
    assertThat(alone.failure().code()).isEqualTo(ErrorCode.FileMissing);
    assertThat(alone.failure().message())
        .isEqualTo(
            "The files "
                + EDGE
                + ", "
                + CPE
                + " in "
                + other
                + " of the destination \"other\" are not there any more: look who removed them, and"
                + " make another backup.");

    TaskResult deleted = job.run(new Task.Delete("new", SECOND, List.of(job.destination("local"))));
    assertThat(deleted.destinations().get(0).state()).isEqualTo(DestinationResult.DELETED);
    assertThat(deleted.warnings()).isEmpty();
    assertThat(job.files()).contains(FIRST, EDGE, CPE).doesNotContain(SECOND);
  }

  private TaskResult check(TaskResult stored, Destination destination) {
    return job.run(
        new Task.Check("new", SECOND, stored.file().sizeBytes(), List.of(destination), false));
  }

  @Test
  void whatAnEarlierAttemptHasStoredIsTakenOnlyWhereItsArchivesAreThere() throws Exception {
    first();
    TaskResult stored = second();
    int asked = edge.requests().size();

    TaskResult taken = second();
    assertThat(edge.requests()).hasSize(asked);
    assertThat(taken.routers()).isEqualTo(stored.routers());
    assertThat(routers.document(taken)).isEqualTo(routers.document(stored));

    Files.delete(job.volume().resolve(EDGE));
    TaskResult again = second();
    assertThat(again.warnings().get(0))
        .isEqualTo(
            "What an earlier attempt of this Backup stored at the destination \"local\" cannot be"
                + " used (The archive "
                + EDGE
                + " that it refers to is not there any more.) The routers are asked again.");
    assertThat(routers.archive(entry(again, "edge")).export()).isPresent();
    assertThat(entry(again, "cpe").isUnchanged()).isTrue();
  }
}
