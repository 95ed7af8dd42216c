package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.proxpanel.backup.e2e.apiserver.Clients;
import io.proxpanel.backup.e2e.embedded.EventLog.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes API, the controllers that Jobs need, and one node, all in this process; only the
 * agents are processes of their own. See the package's description for what it does not do.
 */
public final class EmbeddedCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCluster.class);
  private static final long TICK_MILLIS = 200;

  private final Clock clock;
  private final ObjectStore store;
  private final Api api;
  private final Workloads workloads;
  private final GarbageCollector collector;
  private final JobController jobs;
  private final LocalKubelet kubelet;
  private final Thread loop;
  private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();

  private EmbeddedCluster(Path folder, AgentProgram agent, Clock clock) {
    this.clock = clock;
    this.store = new ObjectStore(clock);
    ResourceTypes types = new ResourceTypes();
    this.workloads = new Workloads(store, Clients.serialization(), clock);
    this.collector = new GarbageCollector(store, types);
    this.jobs = new JobController(workloads);
    this.kubelet = new LocalKubelet(workloads, agent, folder);
    this.api = new Api(store, types, kubelet.logs());
    this.loop = new Thread(this::run, "embedded-controllers");
    loop.setDaemon(true);
  }

  /**
   * Starts it, with the namespace {@code default}.
   *
   * @param folder an existing folder for volumes and logs; not removed on close
   * @param definitions folder with the YAML of resource definitions
   * @param agent what the pods of Jobs run
   */
  public static EmbeddedCluster start(Path folder, Path definitions, AgentProgram agent)
      throws IOException {
    // Without it every answer of the JDK's server waits 40 ms for the client's acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    EmbeddedCluster cluster = new EmbeddedCluster(folder, agent, Clock.systemUTC());
    cluster.createNamespace("default");
    KubernetesSerialization serialization = Clients.serialization();
    try (Stream<Path> files = Files.list(definitions)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
        ObjectNode definition = serialization.unmarshal(Files.readString(file), ObjectNode.class);
        // Beside them may lie what kustomize reads.
        if (definition.path("kind").asText().equals(ResourceType.DEFINITIONS.kind())) {
          cluster.store.create(ResourceType.DEFINITIONS, null, definition);
          cluster.api.types().define(ResourceType.of(definition));
        }
      }
    }
    cluster.loop.start();
    return cluster;
  }

  /** Creates a namespace. */
  public void createNamespace(String name) {
    ObjectNode namespace = JsonNodeFactory.instance.objectNode();
    namespace.putObject("metadata").put("name", name);
    store.create(ResourceType.NAMESPACES, null, namespace);
  }

  /** Opens another address of the API. */
  public ApiDoor openDoor() throws IOException {
    ApiDoor door = new ApiDoor(api, clock);
    opened.add(door);
    return door;
  }

  /** Settings of a client that comes by that door; namespace {@code default}. */
  public static Config config(ApiDoor door) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(door.url())
        .withNamespace("default")
        .withOnlyHttpWatches(true)
        .build();
  }

  /** A client with a door of its own, closed with the cluster. */
  public KubernetesClient client() throws IOException {
    KubernetesClient client = Clients.builder().withConfig(config(openDoor())).build();
    opened.add(client);
    return client;
  }

  /** The folder that is the volume of a claim. */
  public Path claimFolder(String namespace, String name) {
    return kubelet.claim(namespace, name);
  }

  /** What agents have printed: a file for each pod, in a folder for each namespace. */
  public Path logs() {
    return kubelet.logs();
  }

  /**
   * Kills the agent of a Job without a warning.
   *
   * @return whether there was one
   */
  public boolean killAgent(String namespace, String job) {
    return kubelet.kill(namespace, job, workloads.pods()) > 0;
  }

  private void run() {
    long seen = 0;
    try {
      while (!store.log().isClosed()) {
        List<Change> changes = store.log().after(seen, TICK_MILLIS);
        for (Change change : changes) {
          collector.observe(change);
          seen = change.version();
        }
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() {
    try {
      List<Pod> pods = workloads.pods();
      for (Job job : workloads.jobs()) {
        jobs.reconcile(job, pods);
      }
      kubelet.sync(workloads.pods());
    } catch (ApiException e) {
      // Somebody wrote at the same moment; the next step sees what.
      LOG.debug("Left to the next step: {}", e.getMessage());
    }
  }

  /** Ends every agent and closes every door. */
  @Override
  public void close() {
    store.log().close();
    try {
      loop.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kubelet.close();
    List<AutoCloseable> reversed = new ArrayList<>(opened);
    Collections.reverse(reversed);
    for (AutoCloseable each : reversed) {
      try {
        each.close();
      } catch (Exception e) {
        LOG.atWarn().setCause(e).log("Not closed");
      }
    }
  }
}
