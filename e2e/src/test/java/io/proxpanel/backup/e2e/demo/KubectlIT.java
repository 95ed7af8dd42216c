package io.proxpanel.backup.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.e2e.apiserver.KubernetesPrograms;
import io.proxpanel.backup.e2e.embedded.AgentProgram;
import io.proxpanel.backup.e2e.embedded.EmbeddedCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kubectl of Kubernetes against the embedded API, as a person at {@code --keep} uses it. */
class KubectlIT {
  private static final Path EXAMPLES = Path.of("src/test/resources/examples");

  @TempDir static Path folder;
  private static EmbeddedCluster cluster;
  private static String url;
  private static String kubectl;

  private record Answer(int code, String text) {}

  @BeforeAll
  static void start() throws IOException {
    kubectl = KubernetesPrograms.find().program("kubectl");
    cluster =
        EmbeddedCluster.start(
            folder, Path.of("..", "crds"), new AgentProgram(List.of("true"), Map.of()));
    url = cluster.openDoor().url();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Answer kubectl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(kubectl, "--server", url));
    command.addAll(List.of("--cache-dir", folder.resolve("cache").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("KUBECONFIG");
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }

  private static Answer apply(String yaml, String... options)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("applied.yaml"), yaml);
    List<String> arguments = new ArrayList<>(List.of("apply", "-f", file.toString()));
    arguments.addAll(List.of(options));
    return kubectl(arguments.toArray(String[]::new));
  }

  private static String example(String name) throws IOException {
    return Files.readString(EXAMPLES.resolve(name));
  }

  @Test
  void appliesChangesAndDeletesOurResources() throws Exception {
    String backup = example("backup.yaml").replace("before-upgrade", "changed");
    String labelled = backup.replace("name: changed\n", "name: changed\n  labels: { a: b }\n");

    assertThat(apply(backup))
        .isEqualTo(new Answer(0, "backup.backup.proxpanel.io/changed created\n"));
    assertThat(apply(backup))
        .isEqualTo(new Answer(0, "backup.backup.proxpanel.io/changed unchanged\n"));
    assertThat(apply(labelled))
        .isEqualTo(new Answer(0, "backup.backup.proxpanel.io/changed configured\n"));
    assertThat(kubectl("get", "bkp", "-l", "a=b").text()).contains("MESSAGE\nchanged ");
    assertThat(kubectl("delete", "bkp", "changed", "--wait=false").code()).isZero();
    assertThat(kubectl("get", "bkp", "changed").text()).contains("\"changed\" not found");
  }

  @Test
  void appliesTheKindsOfKubernetesThatOursNeed() throws Exception {
    assertThat(apply(example("secret.yaml")).text()).isEqualTo("secret/panel-db created\n");
    assertThat(kubectl("get", "secret", "panel-db", "-o", "jsonpath={.data.password}").text())
        .isNotEmpty();
    assertThat(apply(example("claim.yaml")).text())
        .isEqualTo("persistentvolumeclaim/backups created\n");
    assertThat(apply(example("claim.yaml")).text())
        .isEqualTo("persistentvolumeclaim/backups unchanged\n");
  }

  @Test
  void refusesAFieldThatNobodyKnows() throws Exception {
    Answer answer = apply(example("backup.yaml").replace("host: db", "hots: db"));

    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.text())
        .contains("strict decoding error: unknown field \"spec.database.hots\"");
    assertThat(kubectl("get", "bkp", "before-upgrade").code()).isEqualTo(1);
  }

  @Test
  void warnsOfAFieldThatNobodyKnows() throws Exception {
    String backup = example("backup.yaml").replace("before-upgrade", "warned");

    Answer answer = apply(backup.replace("spec:\n", "spec:\n  hots: db\n"), "--validate=warn");

    assertThat(answer.code()).isZero();
    assertThat(answer.text().lines())
        .containsExactly(
            "Warning: unknown field \"spec.hots\"", "backup.backup.proxpanel.io/warned created");
  }

  @Test
  void refusesAValueThatIsWrong() throws Exception {
    Answer answer =
        apply(
            example("restore.yaml")
                .replaceAll("(?m)^  confirmOverwrite: .*$", "")
                .replace("name: before-upgrade", "name: 5"));

    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.text())
        .contains("The Restore \"undo-upgrade\" is invalid: ")
        .contains("* spec.confirmOverwrite: Required value")
        .contains("* spec.source.backupRef.name: Invalid value: \"integer\": ");
  }

  @Test
  void appliesByTheServer() throws Exception {
    String backup = example("backup.yaml").replace("before-upgrade", "served");

    assertThat(apply(backup, "--server-side"))
        .isEqualTo(new Answer(0, "backup.backup.proxpanel.io/served serverside-applied\n"));
  }

  @Test
  void doesNothingInADryRunOfTheServer() throws Exception {
    String backup = example("backup.yaml").replace("before-upgrade", "dry");

    assertThat(apply(backup, "--dry-run=server").code()).isEqualTo(1);
    assertThat(kubectl("get", "bkp", "dry").code()).isEqualTo(1);
  }

  @Test
  void explainsOurResources() throws Exception {
    assertThat(kubectl("explain", "bkp.spec.database.host").text())
        .contains("GROUP:      backup.proxpanel.io", "KIND:       Backup", "FIELD: host <string>");
  }
}
