package io.proxpanel.backup.e2e.router;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Emulated routers as a process, as in a pod. Settings by environment:
 *
 * <ul>
 *   <li>{@code ROUTERS}: how many, 1 unless it is set. They are of RouterOS 6, 7 and a small one in
 *       turn, and their names end with {@code -1}, {@code -2}, …
 *   <li>{@code FIRST_NUMBER}: number of the first of them, 1 unless it is set
 *   <li>{@code IDENTITY}: what they are called before the number, in place of the model's name
 *   <li>{@code FAULT}: what they do wrong: {@code disk-full}, {@code interrupted} or {@code empty}
 *       is how an export ends; nothing unless it is set
 *   <li>{@code ADDRESS}: where they listen, {@code 127.0.0.1} unless it is set
 *   <li>{@code FIRST_PORT}: of the first router's API, 8728 unless it is set; api-ssl, FTP and SSH
 *       follow, and then the ports of the second router: router <i>n</i> has its API on {@code
 *       FIRST_PORT + 4 (n - 1)}
 *   <li>{@code PASSIVE_PORTS}: of FTP, as {@code 30000-30100}; any unless it is set
 *   <li>{@code ROUTER_USER}, {@code ROUTER_PASSWORD}: of a user who may do everything; both needed
 *   <li>{@code KEYSTORE}, {@code KEYSTORE_PASSWORD}: PKCS #12 file with the certificate of api-ssl;
 *       without it the routers have no api-ssl
 * </ul>
 *
 * <p>Writes a line for each router once it listens: name, version, its four ports, and the
 * fingerprint of its SSH host key.
 */
public final class RouterEmulatorMain {
  private static final int PORTS_OF_A_ROUTER = 4;
  private static final int MAX_ROUTERS = 1000;

  private final Map<String, String> environment;

  private RouterEmulatorMain(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Serves until the process is ended. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<RouterEmulator> routers = start(System.getenv(), Files.createTempDirectory("routers"));
    for (RouterEmulator router : routers) {
      System.out.println(line(router));
    }
    new CountDownLatch(1).await();
  }

  /**
   * Starts routers.
   *
   * @param environment as of the process
   * @param folder an empty one, for their files
   */
  public static List<RouterEmulator> start(Map<String, String> environment, Path folder)
      throws IOException {
    RouterEmulatorMain main = new RouterEmulatorMain(environment);
    SSLContext tls = main.tls();
    List<RouterEmulator> routers = new ArrayList<>();
    int count = main.number("ROUTERS", 1, MAX_ROUTERS);
    int first = main.number("FIRST_NUMBER", 1, MAX_ROUTERS);
    for (int i = 0; i < count; i++) {
      RouterEmulator router = main.start(i, first + i, tls, folder.resolve("router-" + i));
      main.fault(router.faults());
      routers.add(router);
    }
    return routers;
  }

  static String line(RouterEmulator router) {
    return String.join(
        " ",
        router.model().identity(),
        router.model().version().replaceFirst(" .*", ""),
        "api=" + router.apiPort(),
        "api-ssl=" + (router.hasTls() ? Integer.toString(router.apiSslPort()) : "none"),
        "ftp=" + router.ftpPort(),
        "ssh=" + router.sshPort(),
        router.hostKeyFingerprint());
  }

  private RouterEmulator start(int place, int number, SSLContext tls, Path folder)
      throws IOException {
    List<RouterModel> models = List.of(RouterModel.six(), RouterModel.seven(), RouterModel.small());
    RouterModel model = models.get((number - 1) % models.size());
    int port = number("FIRST_PORT", 8728, 65_535) + PORTS_OF_A_ROUTER * place;
    return new RouterEmulator(
        model.withIdentity(environment.getOrDefault("IDENTITY", model.identity()) + "-" + number),
        List.of(RouterUser.full(required("ROUTER_USER"), required("ROUTER_PASSWORD"))),
        new RouterEmulator.Ports(
            environment.getOrDefault("ADDRESS", "127.0.0.1"),
            port,
            port + 1,
            port + 2,
            port + 3,
            environment.get("PASSIVE_PORTS")),
        tls,
        folder);
  }

  private void fault(RouterFaults faults) {
    String fault = environment.getOrDefault("FAULT", "");
    switch (fault) {
      case "" -> faults.none();
      case "disk-full" -> faults.diskFull();
      case "interrupted" -> faults.interruptedExport();
      case "empty" -> faults.emptyExport();
      default ->
          throw new IllegalArgumentException(
              "FAULT has to be disk-full, interrupted or empty, and is \"" + fault + "\".");
    }
  }

  private SSLContext tls() throws IOException {
    String file = environment.get("KEYSTORE");
    if (file == null) {
      return null;
    }
    char[] password = required("KEYSTORE_PASSWORD").toCharArray();
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("KEYSTORE " + file + " cannot be used: " + e.getMessage(), e);
    }
  }

  private String required(String name) {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("Set " + name + " in the environment.");
    }
    return value;
  }

  private int number(String name, int otherwise, int most) {
    String text = environment.getOrDefault(name, Integer.toString(otherwise));
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException(
          name + " has to be a number from 1 to " + most + ", and is \"" + text + "\".");
    }
    return Integer.parseInt(text);
  }
}
