package io.proxpanel.backup.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code in-<name>.yaml} becomes {@code out-<name>.yaml}. After a change that is meant, run
 * the test with {@code -Djobs.write=true}, and read the difference before it is committed.
 */
class AgentJobTest {
  private static final Path FOLDER = Path.of("src/test/resources/jobs");

  /** What a case says: the operator's settings, the resource, and which Job of it is built. */
  record Case(
      Map<String, String> settings,
      Wanted job,
      Backup backup,
      MikrotikBackup mikrotik,
      Restore restore) {
    record Wanted(String verb, int attempt, String fileName, String previousTransactionId) {}
  }

  static Stream<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("in-"))
          .map(name -> name.substring(3))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void buildsTheJob(String name) throws IOException {
    Case in = Serialization.unmarshal(Files.readString(FOLDER.resolve("in-" + name)), Case.class);
    String built = Serialization.asYaml(build(in));
    Path out = FOLDER.resolve("out-" + name);
    if (Boolean.getBoolean("jobs.write")) {
      Files.writeString(out, built);
    }
    assertThat(built).isEqualTo(Files.readString(out));
  }

  @Test
  void everyFileIsPartOfACase() throws IOException {
    List<String> expected =
        cases().flatMap(name -> Stream.of("in-" + name, "out-" + name)).sorted().toList();
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactlyElementsOf(expected);
    }
  }

  private static Job build(Case in) {
    AgentJob builder = new AgentJob(SettingsReader.read(in.settings()).agent());
    Case.Wanted wanted = in.job();
    return switch (wanted.verb()) {
      case "backup" -> {
        Owner owner = Owner.of(in.backup());
        yield builder.build(
            owner,
            wanted.attempt(),
            AgentTasks.backup(
                owner,
                in.backup().getMetadata().getCreationTimestamp(),
                in.backup().getSpec(),
                wanted.fileName()),
            in.backup().getSpec().jobTemplate(),
            AgentJob.Start.AT_ONCE);
      }
      case "delete" -> {
        Owner owner = Owner.of(in.backup());
        yield builder.build(
            owner,
            wanted.attempt(),
            AgentTasks.delete(owner, in.backup().getSpec(), wanted.fileName(), List.of()),
            in.backup().getSpec().jobTemplate(),
            AgentJob.Start.UNOWNED);
      }
      case "check" -> {
        Owner owner = Owner.of(in.backup());
        yield builder.build(
            owner,
            wanted.attempt(),
            AgentTasks.check(
                owner, in.backup().getSpec().destinations(), wanted.fileName(), 100_663_296L, true),
            in.backup().getSpec().jobTemplate(),
            AgentJob.Start.AT_ONCE);
      }
      case "sync" -> {
        Owner owner = Owner.of(in.backup());
        List<Destination> places = in.backup().getSpec().destinations();
        BackupStatus file = new BackupStatus();
        file.fileName = wanted.fileName();
        file.sizeBytes = 100_663_296L;
        file.sha256 = "ab".repeat(32);
        yield builder.build(
            owner,
            wanted.attempt(),
            AgentTasks.sync(owner, file, places.subList(0, 1), places.subList(1, places.size())),
            in.backup().getSpec().jobTemplate(),
            AgentJob.Start.AT_ONCE);
      }
      case "routers" -> {
        Owner owner = Owner.of(in.mikrotik());
        MikrotikBackupSpec spec = in.mikrotik().getSpec();
        yield builder.build(
            owner,
            wanted.attempt(),
            RouterTasks.routers(
                owner,
                in.mikrotik().getMetadata().getCreationTimestamp(),
                spec,
                wanted.fileName(),
                List.of("edge-4", "edge-5"),
                List.of(new Task.PreviousRun("uid-before", "mikrotik_20261122_020000.json")),
                List.of(),
                spec.destinations()),
            spec.jobTemplate(),
            AgentJob.Start.AT_ONCE);
      }
      case "probe" -> {
        Owner owner = Owner.of(in.backup());
        yield builder.build(
            owner,
            wanted.attempt(),
            AgentTasks.probe(
                owner,
                in.backup().getSpec(),
                true,
                false,
                in.mikrotik() == null
                    ? null
                    : new ProbedRouters(
                        in.mikrotik().getSpec(), List.of("edge-4"), Duration.ofMinutes(2))),
            in.backup().getSpec().jobTemplate(),
            AgentJob.Start.AT_ONCE);
      }
      default -> {
        Owner owner = Owner.of(in.restore());
        yield builder.build(
            owner,
            wanted.attempt(),
            AgentTasks.restore(
                owner,
                List.of(new Destination("source", in.restore().getSpec().source().file().local())),
                wanted.fileName(),
                in.restore().getSpec().database(),
                in.restore().getSpec().confirmOverwrite(),
                Stream.concat(
                        Stream.of(new SecretKeyRef("backup-key", "password")),
                        Stream.of(in.restore().getSpec().database().passwordSecretRef()))
                    .toList(),
                wanted.previousTransactionId(),
                in.restore().getSpec().tenant(),
                RestoreOptions.DEFAULT),
            in.restore().getSpec().jobTemplate(),
            AgentJob.Start.SUSPENDED);
      }
    };
  }
}
