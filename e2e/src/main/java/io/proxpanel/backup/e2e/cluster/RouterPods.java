package io.proxpanel.backup.e2e.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Emulated MikroTik routers in a panel's namespace, each in a pod of its own, {@code
 * router-1.router} and on. Of three one after the other has RouterOS 7.
 */
public final class RouterPods {
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata:
        name: router
      spec:
        # The addresses are those of the pods.
        clusterIP: None
        publishNotReadyAddresses: true
        selector: { app: router }
        ports: [{ name: api, port: 8728 }]
      """;

  private final PanelNamespace panel;
  private final int count;

  private RouterPods(PanelNamespace panel, int count) {
    this.panel = panel;
    this.count = count;
  }

  /**
   * Starts so many, with the Secrets {@code routers} and {@code router-tls} beside them.
   *
   * @param faults what some do wrong, by number
   */
  public static RouterPods start(PanelNamespace panel, int count, Map<Integer, String> faults) {
    Map<String, String> secret = new HashMap<>();
    secret.put("router-password", "password-of-the-routers");
    secret.put("wrong-password", "another-password");
    panel.createSecret("routers", secret);
    panel.createSecret("router-tls", panel.certificate("*.router"));
    panel.apply(SERVICE);
    RouterPods routers = new RouterPods(panel, count);
    panel.apply(
        String.join(
            "---\n",
            IntStream.rangeClosed(1, count)
                .mapToObj(number -> pod(number, "isp", faults.getOrDefault(number, "")))
                .toList()));
    routers.awaitReady();
    return routers;
  }

  private static String pod(int number, String identity, String fault) {
    return PanelNamespace.resource("/panel/router.yaml")
        .replace("$NUMBER", String.valueOf(number))
        .replace("$IDENTITY", identity)
        .replace("$FAULT", fault);
  }

  private void awaitReady() {
    panel
        .kubectl("wait", "--for=condition=Ready", "pod", "--selector=app=router", "--timeout=300s")
        .orFail();
  }

  /** Somebody gives a router another name; it has no fault any more. */
  public void rename(int number, String identity) {
    panel.kubectl("delete", "pod/router-" + number, "--now").orFail();
    panel.apply(pod(number, identity, ""));
    awaitReady();
  }

  /**
   * The routers as {@code spec.routers} has them, as a part of YAML that is not indented.
   *
   * @param more what some have besides, by number, as {@code , port: 9}
   */
  public String routers(Map<Integer, String> more) {
    List<String> lines =
        IntStream.rangeClosed(1, count)
            .mapToObj(
                number ->
                    "- { name: router-%1$d, host: router-%1$d.router.%2$s.svc%3$s%4$s }"
                        .formatted(
                            number,
                            panel.name(),
                            // RouterOS 6 hands its files out by FTP, which is in clear anyway.
                            number % 3 == 2 ? "" : ", tls: false, ftpPort: 8730",
                            more.getOrDefault(number, "")))
            .toList();
    return String.join("\n", lines) + "\n";
  }
}
