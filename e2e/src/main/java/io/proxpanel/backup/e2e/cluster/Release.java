package io.proxpanel.backup.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The chart, installed in a cluster as its README says. */
public final class Release {
  /** Name of the release and of its namespace. */
  public static final String NAME = "proxpanel-backup";

  private static final String INSTANCE = "app.kubernetes.io/instance";
  private static final int SECONDS = 180;

  private final TestCluster cluster;
  private final Path chart;

  /** Of this cluster; nothing is installed yet. */
  public Release(TestCluster cluster) {
    this(cluster, cluster.checkout().resolve("helm/proxpanel-backup"));
  }

  private Release(TestCluster cluster, Path chart) {
    this.cluster = cluster;
    this.chart = chart.toAbsolutePath().normalize();
  }

  /** The same release from another chart, for instance an older one. */
  public Release from(Path otherChart) {
    return new Release(cluster, otherChart);
  }

  /** Installs or upgrades and waits until the operator is ready, in a restricted namespace. */
  public void install(Map<String, ?> values) {
    install(List.of(), values);
  }

  /**
   * The same with the values of a file.
   *
   * @param values that come before those of the file
   */
  public void install(Path file, Map<String, ?> values) {
    install(List.of("--values", file.toAbsolutePath().toString()), values);
  }

  private void install(List<String> more, Map<String, ?> values) {
    cluster.createNamespace(NAME);
    List<String> words = new ArrayList<>(List.of("upgrade", NAME, chart.toString(), "--install"));
    words.addAll(List.of("--namespace", NAME, "--reset-values"));
    words.addAll(List.of("--wait", "--timeout", SECONDS + "s"));
    words.addAll(more);
    values.forEach((name, value) -> words.addAll(List.of("--set", name + "=" + value)));
    cluster.helm().run(words.toArray(String[]::new)).orFail();
    awaitOldPodsGone();
  }

  /** Helm waits for the new pods alone; one that it replaced may be there for some seconds more. */
  private void awaitOldPodsGone() {
    int wanted = deployments().stream().mapToInt(each -> each.getSpec().getReplicas()).sum();
    try {
      labelledPods()
          .informOnCondition(pods -> pods.size() == wanted)
          .get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Pods of the operator that were replaced do not end.", e);
    }
  }

  /** Whether a release of this name is there, by whomever. */
  public boolean isInstalled() {
    return !deployments().isEmpty();
  }

  /** By its label, since values may give it another name. */
  private List<Deployment> deployments() {
    return cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(NAME)
        .withLabel(INSTANCE, NAME)
        .list()
        .getItems();
  }

  /** Uninstalls it where it is installed; the resource definitions stay. */
  public void uninstall() {
    cluster.helm().run("uninstall", NAME, "--namespace", NAME, "--ignore-not-found").orFail();
  }

  /** The operator's pods. */
  public List<Pod> pods() {
    return labelledPods().list().getItems();
  }

  private FilterWatchListDeletable<Pod, PodList, PodResource> labelledPods() {
    return cluster.client().pods().inNamespace(NAME).withLabel(INSTANCE, NAME);
  }

  /** What all replicas have logged. */
  public String log() {
    StringBuilder log = new StringBuilder();
    for (Pod pod : pods()) {
      log.append(
          cluster.client().pods().inNamespace(NAME).withName(pod.getMetadata().getName()).getLog());
    }
    return log.toString();
  }
}
