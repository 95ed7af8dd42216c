package io.proxpanel.backup.e2e.demo;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.proxpanel.backup.controller.OperatorRuntime;
import io.proxpanel.backup.controller.settings.SettingsReader;
import io.proxpanel.backup.e2e.embedded.AgentProgram;
import io.proxpanel.backup.e2e.embedded.ApiDoor;
import io.proxpanel.backup.e2e.embedded.EmbeddedCluster;
import io.proxpanel.backup.e2e.embedded.FolderTree;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * A panel's server and a cluster beside it on this machine: PostgreSQL with the database of an
 * Internet service provider, the embedded Kubernetes with the namespace {@code panel}, and, once
 * {@link #startOperator} was called, the operator.
 */
public final class PanelCluster implements AutoCloseable {
  /** Where everything is applied. */
  public static final String NAMESPACE = "panel";

  /** The password of {@code secret.yaml}. */
  public static final String PASSWORD = "the-password-of-the-panel-s-database";

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final PostgresServer server;
  private final IspDatabase database;
  private final EmbeddedCluster cluster;
  private final ApiDoor door;
  private final KubernetesClient client;

  /**
   * Starts PostgreSQL with an empty database, and the cluster.
   *
   * @param folder an existing folder for volumes and logs, which stay after the end
   * @param definitions folder with the YAML of the resource definitions
   * @param agentJar what the Jobs run
   */
  public PanelCluster(Path folder, Path definitions, Path agentJar) throws IOException {
    try {
      Path serverFolder = Files.createTempDirectory("proxpanel-panel-");
      started.push(() -> FolderTree.delete(serverFolder));
      server = PostgresServer.start(serverFolder);
      started.push(server);
      database = IspDatabase.create(server, PASSWORD);
      AgentProgram agent = AgentProgram.jar(agentJar, PostgresInstallation.root());
      cluster = EmbeddedCluster.start(folder, definitions, agent);
      started.push(cluster);
      cluster.createNamespace(NAMESPACE);
      door = cluster.openDoor();
      client = cluster.client();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The server that the database is on. */
  public PostgresServer server() {
    return server;
  }

  /** The database; empty until it is loaded. */
  public IspDatabase database() {
    return database;
  }

  /** The cluster, for volumes and logs. */
  public EmbeddedCluster cluster() {
    return cluster;
  }

  /** A client that nobody cuts off. */
  public KubernetesClient client() {
    return client;
  }

  /** Address of the API for people. */
  public String url() {
    return door.url();
  }

  /** Starts the operator with its defaults, alone and with probes on a free port. */
  public OperatorRuntime startOperator(KubernetesClient operatorClient) {
    return startOperator(operatorClient, Map.of());
  }

  /** The same with some settings. */
  public OperatorRuntime startOperator(
      KubernetesClient operatorClient, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("BACKUP_HTTP_PORT", "0");
    all.put("BACKUP_LEADER_ELECTION", "false");
    OperatorRuntime operator =
        OperatorRuntime.start(operatorClient, SettingsReader.read(all), Clock.systemUTC());
    started.push(operator);
    return operator;
  }

  /**
   * The YAML with the address of this database in the place of the Service {@code db}, since
   * nothing here resolves the names of Services.
   */
  public String localised(String yaml) {
    return yaml.replaceAll(
        "(?m)^( *)host: db$", "$1host: " + server.host() + "\n$1port: " + server.port());
  }

  /** Applies YAML in the namespace {@link #NAMESPACE}. */
  public HasMetadata apply(String yaml) {
    return client
        .resource(yaml)
        .inNamespace(NAMESPACE)
        .fieldManager("kubectl")
        .forceConflicts()
        .serverSideApply();
  }

  /** Stops what was started, the last first. May be called again. */
  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("Not stopped: " + e.getMessage(), e);
      }
    }
  }
}
