package io.proxpanel.backup.e2e.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A private Kubernetes API server with an etcd of its own, on free ports of 127.0.0.1, with RBAC
 * and one user who may do everything. It is gone with {@link #close()}, or with the JVM.
 */
public final class ApiServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LEAVE = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 100;

  private final KubernetesPrograms programs;
  private final Path folder;
  private final int port;
  private final String token = UUID.randomUUID().toString();
  private final List<Process> processes = new ArrayList<>();
  private final Thread hook = new Thread(this::stop, "api-server-stop");

  private ApiServer(KubernetesPrograms programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  /**
   * Starts both servers and waits until they answer.
   *
   * @param folder an existing folder for their files; not removed on close
   * @throws IllegalStateException with the end of the log of the server that does not start
   */
  public static ApiServer start(KubernetesPrograms programs, Path folder) {
    try {
      ApiServer server = new ApiServer(programs, folder, freePort());
      Runtime.getRuntime().addShutdownHook(server.hook);
      try {
        server.startServers();
      } catch (IOException | RuntimeException e) {
        server.close();
        throw e;
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a client reaches the server, as the user who may do everything. */
  public Config config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("https://127.0.0.1:" + port)
        .withCaCertFile(certificate().toString())
        .withOauthToken(token)
        .withNamespace("default")
        .build();
  }

  /** A client that the caller closes. */
  public KubernetesClient client() {
    return Clients.builder().withConfig(config()).build();
  }

  /** kubectl as the user who may do everything. */
  public Program kubectl() {
    return Program.kubectl(programs.program("kubectl"), folder, kubeconfig());
  }

  /** A file for programs that want one. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** Stops both servers; their files stay. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    stop();
  }

  private void startServers() throws IOException {
    String etcd = startEtcd();
    writeKeys();
    startApiServer(etcd);
    awaitReady();
    writeKubeconfig();
  }

  private String startEtcd() throws IOException {
    String clients = "http://127.0.0.1:" + freePort();
    String peers = "http://127.0.0.1:" + freePort();
    start(
        "etcd",
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=" + clients,
        "--advertise-client-urls=" + clients,
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=default=" + peers,
        // Nothing here has to survive a power cut.
        "--unsafe-no-fsync",
        "--log-level=warn");
    return clients;
  }

  private void startApiServer(String etcd) throws IOException {
    start(
        "kube-apiserver",
        "--etcd-servers=" + etcd,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--secure-port=" + port,
        "--cert-dir=" + folder.resolve("certificates"),
        "--service-cluster-ip-range=198.19.0.0/24",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + serviceAccountKey(),
        "--service-account-signing-key-file=" + serviceAccountKey(),
        "--token-auth-file=" + tokens(),
        "--authorization-mode=RBAC",
        // Nobody makes the accounts that it would wait for.
        "--disable-admission-plugins=ServiceAccount");
  }

  private void start(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(programs.program(program)));
    Collections.addAll(command, arguments);
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log(program).toFile())
            .start());
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!ready()) {
      for (Process process : processes) {
        if (!process.isAlive()) {
          throw new IllegalStateException("A server ended instead of starting: " + logs());
        }
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("The API server is not ready after 2 minutes: " + logs());
      }
      pause();
    }
  }

  /** Ready once the namespace that everybody uses is there, which is the last that it makes. */
  private boolean ready() {
    if (!Files.exists(certificate())) {
      return false;
    }
    Config config =
        new ConfigBuilder(config())
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout(2000)
            .build();
    try (KubernetesClient client = Clients.builder().withConfig(config).build()) {
      return client.raw("/readyz") != null && client.namespaces().withName("default").get() != null;
    } catch (KubernetesClientException e) {
      // Not listening yet, or not through with its start: the caller asks again.
      return false;
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void writeKeys() throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
      writePrivate(
          serviceAccountKey(),
          "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has RSA.", e);
    }
    writePrivate(tokens(), token + ",admin,admin,system:masters\n");
  }

  private void writeKubeconfig() throws IOException {
    String template =
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: tests
          cluster:
            server: https://127.0.0.1:PORT
            certificate-authority: CERTIFICATE
        users:
        - name: admin
          user:
            token: TOKEN
        contexts:
        - name: tests
          context:
            cluster: tests
            user: admin
            namespace: default
        current-context: tests
        """;
    writePrivate(
        kubeconfig(),
        template
            .replace("PORT", Integer.toString(port))
            .replace("CERTIFICATE", certificate().toString())
            .replace("TOKEN", token));
  }

  private static void writePrivate(Path file, String content) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, content);
  }

  private Path certificate() {
    return folder.resolve("certificates/apiserver.crt");
  }

  private Path serviceAccountKey() {
    return folder.resolve("service-account.key");
  }

  private Path tokens() {
    return folder.resolve("tokens.csv");
  }

  private Path log(String program) {
    return folder.resolve(program + ".log");
  }

  private String logs() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String program : List.of("etcd", "kube-apiserver")) {
      if (Files.exists(log(program))) {
        List<String> lines = Files.readAllLines(log(program));
        all.append('\n').append(log(program)).append(":\n");
        all.append(String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size())));
      }
    }
    return all.toString();
  }

  /** The API server first, so that it does not miss its etcd. */
  private void stop() {
    Collections.reverse(processes);
    for (Process process : processes) {
      process.destroy();
      try {
        if (!process.waitFor(LEAVE.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    processes.clear();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
