package io.proxpanel.backup.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.e2e.router.RouterEmulator;
import io.proxpanel.backup.e2e.router.RouterModel;
import io.proxpanel.backup.e2e.router.RouterUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routers are backed up on the embedded cluster as on a real one. */
class LocalRoutersIT {
  private static final Path CHECKOUT = Path.of("..");
  private static final Duration MOST = Duration.ofMinutes(3);

  @TempDir Path folder;
  private PanelCluster panel;
  private RouterEmulator router;

  @BeforeEach
  void start() throws IOException {
    router =
        new RouterEmulator(
            RouterModel.seven(),
            List.of(RouterUser.full("backup", "of the router")),
            RouterEmulator.Ports.free(),
            null,
            Files.createDirectory(folder.resolve("router")));
    panel =
        new PanelCluster(
            Files.createDirectory(folder.resolve("panel")),
            CHECKOUT.resolve("crds"),
            CHECKOUT.resolve("operator/agent/target/backup-agent.jar"));
  }

  @AfterEach
  void stop() throws IOException {
    try {
      if (panel != null) {
        panel.close();
      }
    } finally {
      router.close();
    }
  }

  @Test
  void aRouterIsStoredOnTheVolume() throws Exception {
    panel.apply(Files.readString(Path.of("src/test/resources/examples/claim.yaml")));
    panel
        .client()
        .resource(LocalDestinations.secret("routers", Map.of("password", "of the router")))
        .inNamespace(PanelCluster.NAMESPACE)
        .create();
    panel.startOperator(panel.client());

    panel.apply(
        """
        apiVersion: backup.proxpanel.io/v1
        kind: MikrotikBackup
        metadata: { name: routers }
        spec:
          defaults:
            tls: false
            username: backup
            passwordSecretRef: { name: routers, key: password }
          routers:
            - name: core
              host: 127.0.0.1
              port: $API
              ftpPort: $FTP
              sshPort: $SSH
          destinations:
            - name: local
              local: { claimName: backups }
        """
            .replace("$API", String.valueOf(router.apiPort()))
            .replace("$FTP", String.valueOf(router.ftpPort()))
            .replace("$SSH", String.valueOf(router.sshPort())));

    MikrotikBackup ended = await().atMost(MOST).until(this::routers, LocalRoutersIT::hasEnded);
    assertThat(ended.getStatus().phase).as(ended.getStatus().message).isEqualTo(Phase.Succeeded);
    assertThat(
            panel
                .cluster()
                .claimFolder(PanelCluster.NAMESPACE, "backups")
                .resolve(ended.getStatus().fileName))
        .isNotEmptyFile();
  }

  private MikrotikBackup routers() {
    return panel
        .client()
        .resources(MikrotikBackup.class)
        .inNamespace(PanelCluster.NAMESPACE)
        .withName("routers")
        .get();
  }

  private static boolean hasEnded(MikrotikBackup backup) {
    return backup.getStatus() != null
        && (Objects.equals(backup.getStatus().phase, Phase.Succeeded)
            || Objects.equals(backup.getStatus().phase, Phase.Failed));
  }
}
