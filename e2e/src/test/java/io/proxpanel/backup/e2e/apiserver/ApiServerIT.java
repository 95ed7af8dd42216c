package io.proxpanel.backup.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedApiServer.class)
class ApiServerIT {
  @Test
  void keepsWhatAClientWritesAndShowsItToKubectl(ApiServer server) {
    try (KubernetesClient client = server.client()) {
      client
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("seen-by-both")
                  .endMetadata()
                  .addToData("answer", "42")
                  .build())
          .create();
    }

    assertThat(
            server
                .kubectl()
                .run("get", "configmap", "seen-by-both", "-o", "jsonpath={.data.answer}")
                .orFail())
        .isEqualTo("42");
  }

  @Test
  void letsNobodyInWithoutTheToken(ApiServer server) {
    assertThat(server.kubectl().run("--token=wrong", "get", "namespaces"))
        .satisfies(
            result -> {
              assertThat(result.exitCode()).isNotZero();
              assertThat(result.errors()).contains("Unauthorized");
            });
  }

  @Test
  void saysWhatTheServerSaidWhenItDoesNotStart(@TempDir Path folder) throws IOException {
    Path etcd =
        Files.writeString(folder.resolve("etcd"), "#!/bin/sh\necho no space left\nexit 1\n");
    Files.setPosixFilePermissions(etcd, PosixFilePermissions.fromString("rwx------"));
    Path apiServer = Files.copy(etcd, folder.resolve("kube-apiserver"));
    Files.setPosixFilePermissions(apiServer, PosixFilePermissions.fromString("rwx------"));
    Path data = Files.createDirectory(folder.resolve("data"));

    assertThatThrownBy(() -> ApiServer.start(new KubernetesPrograms(folder), data))
        .hasMessageContaining("A server ended instead of starting")
        .hasMessageContaining("no space left");
  }
}
