package io.proxpanel.backup.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of the cluster when the tests are interrupted; the scripts only say what they do.
 */
class SharedClusterTest {
  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: none
      contexts: [{name: none, context: {cluster: none, user: none}}]
      clusters: [{name: none, cluster: {server: "https://127.0.0.1:1"}}]
      users: [{name: none, user: {token: none}}]
      """;

  @TempDir Path checkout;

  /** Tests that take long. */
  static final class Session {
    private Session() {}

    /** Says when it has a cluster. */
    public static void main(String[] args) throws InterruptedException {
      SharedCluster.Running.start();
      System.out.println("It is up.");
      Thread.sleep(TimeUnit.MINUTES.toMillis(2));
    }
  }

  @Test
  void isEndedWithTheProcess() throws Exception {
    for (String script : List.of("images/build", "e2e/images/build", "e2e/cluster/load")) {
      script(script, "");
    }
    Files.writeString(checkout.resolve("kubeconfig"), KUBECONFIG);
    script("e2e/cluster/kubeconfig", "echo " + checkout.resolve("kubeconfig"));
    script("e2e/cluster/up", "echo \"up $1\" >>" + checkout.resolve("done"));
    script("e2e/cluster/down", "echo \"down $1\" >>" + checkout.resolve("done"));
    ProcessBuilder builder =
        new ProcessBuilder(JavaCommand.of(Session.class, checkout.toString()))
            .directory(checkout.resolve("e2e").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeAll(List.of("E2E_CLUSTER", "E2E_KUBECONFIG"));

    Process session = builder.start();
    try (BufferedReader reader = session.inputReader()) {
      assertThat(reader.readLine()).isEqualTo("It is up.");
      session.toHandle().destroy();
      assertThat(session.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    String name = "test-" + session.pid();
    assertThat(checkout.resolve("done")).hasContent("up " + name + "\ndown " + name);
  }

  private void script(String path, String text) throws IOException {
    Path script = checkout.resolve(path);
    Files.createDirectories(script.getParent());
    Files.writeString(script, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
