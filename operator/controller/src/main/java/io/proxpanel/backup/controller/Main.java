package io.proxpanel.backup.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.proxpanel.backup.controller.cluster.OperatorClient;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.settings.SettingsException;
import io.proxpanel.backup.controller.settings.SettingsReader;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of the operator. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int NOTHING_LEFT_TO_DO = 1;
  private static final int NOT_STARTED = 1;
  private static final int WRONG_SETTINGS = 2;

  private Main() {}

  /** Runs until it is told to stop. Everything is set by the environment. */
  public static void main(String[] args) {
    try {
      run(SettingsReader.read(System.getenv()));
    } catch (SettingsException e) {
      e.problems().forEach(problem -> LOG.atError().log(problem));
      System.exit(WRONG_SETTINGS);
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("cause", e.getMessage()).log("The operator cannot start");
      LOG.atDebug().setCause(e).log("The operator cannot start");
      System.exit(NOT_STARTED);
    }
  }

  private static void run(Settings settings) {
    LOG.atInfo().addKeyValue("settings", settings).log("The operator starts");
    KubernetesClient client = OperatorClient.builder().build();
    // Not System.exit: its hooks would wait for the very threads that call this.
    OperatorRuntime operator =
        OperatorRuntime.start(
            client,
            settings,
            Clock.systemUTC(),
            () -> Runtime.getRuntime().halt(NOTHING_LEFT_TO_DO));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  operator.stop();
                  client.close();
                  LOG.atInfo().log("The operator has stopped");
                },
                "shutdown"));
    LOG.atInfo().addKeyValue("httpPort", operator.httpPort()).log("The operator is ready");
  }
}
