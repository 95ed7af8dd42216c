package io.proxpanel.backup.e2e.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.proxpanel.backup.e2e.apiserver.Clients;
import io.proxpanel.backup.e2e.apiserver.Program;
import io.proxpanel.backup.e2e.embedded.FolderTree;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Kubernetes with a kubelet: one from elsewhere that {@code E2E_KUBECONFIG} names, with our
 * images in it already; or one of {@code e2e/cluster} that {@code E2E_CLUSTER} names; or a new one
 * of those, which is ended on close.
 */
public final class TestCluster implements AutoCloseable {
  private final Path checkout;
  private final Optional<String> name;
  private final boolean temporary;
  private final Path kubeconfig;
  private final KubernetesClient client;
  private final Path scratch;
  private final List<AutoCloseable> opened = new ArrayList<>();

  private TestCluster(Path checkout, Optional<String> name, boolean temporary, Path kubeconfig)
      throws IOException {
    this.checkout = checkout;
    this.name = name;
    this.temporary = temporary;
    this.kubeconfig = kubeconfig;
    this.scratch = Files.createTempDirectory("test-cluster-");
    this.client = Clients.builder().withConfig(config()).build();
  }

  /**
   * Takes or starts it, with our images in it.
   *
   * @param checkout folder of the project; the jars must have been built
   * @param name of the cluster that is started where the environment names none
   */
  public static TestCluster open(Path checkout, String name) {
    Optional<String> elsewhere = environment("E2E_KUBECONFIG");
    Optional<String> ours = environment("E2E_CLUSTER");
    try {
      if (elsewhere.isPresent()) {
        return new TestCluster(checkout, Optional.empty(), false, Path.of(elsewhere.get()));
      }
      return start(checkout, ours.orElse(name), ours.isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> environment(String variable) {
    return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank());
  }

  private static TestCluster start(Path checkout, String name, boolean temporary)
      throws IOException {
    Command command = Command.in(checkout);
    command.run("images/build");
    command.run("e2e/images/build");
    try {
      // Nothing happens to one that is up.
      command.run("e2e/cluster/up", name);
      for (String image :
          List.of(
              "images/target/agent",
              "images/target/operator",
              "e2e/images/target/postgres",
              "e2e/images/target/servers")) {
        command.run("e2e/cluster/load", image + ".tar", name);
      }
      Path kubeconfig = Path.of(command.run("e2e/cluster/kubeconfig", name));
      return new TestCluster(checkout, Optional.of(name), temporary, kubeconfig);
    } catch (IOException | RuntimeException e) {
      if (temporary) {
        command.run("e2e/cluster/down", name);
      }
      throw e;
    }
  }

  /** The folder of the project. */
  public Path checkout() {
    return checkout;
  }

  /** Of an administrator. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** An administrator's client. */
  public KubernetesClient client() {
    return client;
  }

  /** A client with the rights of a user or service account; closed with the cluster. */
  public KubernetesClient clientAs(String user, String... groups) {
    Config config = new ConfigBuilder(config()).withImpersonateUsername(user).build();
    config.setImpersonateGroups(groups);
    KubernetesClient other = Clients.builder().withConfig(config).build();
    opened.add(other);
    return other;
  }

  /** Makes sure that there is a namespace of that name, of the level {@code restricted}. */
  public void createNamespace(String namespace) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .serverSideApply();
  }

  /** Deletes a namespace and waits until it is gone. */
  public void deleteNamespace(String namespace) {
    kubectl()
        .run("delete", "namespace", namespace, "--ignore-not-found", "--wait", "--timeout=120s")
        .orFail();
  }

  /** An administrator's kubectl. */
  public Program kubectl() {
    String program =
        Optional.ofNullable(System.getenv("KUBERNETES_BINARY"))
            .map(binary -> Path.of(binary).resolveSibling("kubectl").toString())
            .orElse("kubectl");
    return Program.kubectl(program, scratch, kubeconfig);
  }

  /** Helm with an administrator's rights; see {@link HelmMain} for what it knows. */
  public Program helm() {
    List<String> start = JavaCommand.of(HelmMain.class, scratch.toString());
    start.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return new Program("helm", start, scratch, Path.of(""));
  }

  /** Whether the cluster is one of our own, whose programs can be stopped. */
  public boolean isOurs() {
    return name.isPresent();
  }

  /** The environment in which another process takes this cluster. */
  public Map<String, String> environment() {
    return name.map(ours -> Map.of("E2E_CLUSTER", ours))
        .orElse(Map.of("E2E_KUBECONFIG", kubeconfig.toString()));
  }

  /** Whether the cluster ends on close, with all that is in it. */
  public boolean isTemporary() {
    return temporary;
  }

  /**
   * Does something to a program of the cluster; see {@code e2e/cluster/program}.
   *
   * @return what the script prints
   */
  public String program(String program, String verb) {
    return Command.in(checkout)
        .with("E2E_CLUSTER", ours())
        .run("e2e/cluster/program", program, verb);
  }

  /** Kills a container as a kernel out of memory would; its pod is not told. */
  public void killContainer(ContainerStatus container) {
    String id = container.getContainerID().replaceFirst("^containerd://", "");
    Command.in(checkout).with("E2E_CLUSTER", ours()).run("e2e/cluster/container", id, "SIGKILL");
  }

  /**
   * The folder of this machine that is the volume of a claim, which must be bound.
   *
   * @throws IllegalStateException where the cluster is not one of {@code e2e/cluster}
   */
  public Path volume(String namespace, String claim) {
    ours();
    String volume =
        client
            .persistentVolumeClaims()
            .inNamespace(namespace)
            .withName(claim)
            .get()
            .getSpec()
            .getVolumeName();
    return kubeconfig.resolveSibling("var/lib/volumes").resolve(volume);
  }

  /** What the API server has written down about every write. */
  public Path auditLog() {
    return kubeconfig.resolveSibling("var/log/audit.log");
  }

  private String ours() {
    return name.orElseThrow(
        () ->
            new IllegalStateException(
                "This looks into the cluster from outside, which only one of e2e/cluster allows:"
                    + " unset E2E_KUBECONFIG."));
  }

  private Config config() {
    return Config.fromKubeconfig(new File(kubeconfig.toString()));
  }

  @Override
  public void close() {
    opened.add(0, client);
    Collections.reverse(opened);
    try {
      for (AutoCloseable each : opened) {
        each.close();
      }
      // A command that was interrupted leaves its files.
      FolderTree.delete(scratch);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      if (temporary) {
        Command.in(checkout).run("e2e/cluster/down", ours());
      }
    }
  }
}
