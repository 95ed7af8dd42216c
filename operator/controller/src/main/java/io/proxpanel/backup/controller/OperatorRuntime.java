package io.proxpanel.backup.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.monitoring.AggregatedMetrics;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.controller.backup.BackupReconciler;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.health.HealthServer;
import io.proxpanel.backup.controller.health.MissingDefinitions;
import io.proxpanel.backup.controller.health.OperatorHealth;
import io.proxpanel.backup.controller.reconcile.Denials;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.restore.RestoreReconciler;
import io.proxpanel.backup.controller.router.MikrotikReconciler;
import io.proxpanel.backup.controller.router.RouterMetrics;
import io.proxpanel.backup.controller.schedule.ScheduleMetrics;
import io.proxpanel.backup.controller.schedule.ScheduleReconciler;
import io.proxpanel.backup.controller.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator in one piece: start it with a client, stop it when it is not needed any more. */
public final class OperatorRuntime implements AutoCloseable {
  /** On the finalizer of a Backup with a file to delete. */
  public static final String FINALIZER = "backup.proxpanel.io/files";

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);
  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(OperatorRuntime.class);

  private final Operator operator;
  private final HealthServer http;
  private final OperatorHealth health;
  private final Leadership leadership;
  private final MissingDefinitions definitions;

  private OperatorRuntime(
      Operator operator,
      HealthServer http,
      OperatorHealth health,
      Leadership leadership,
      MissingDefinitions definitions) {
    this.operator = operator;
    this.definitions = definitions;
    this.http = http;
    this.health = health;
    this.leadership = leadership;
  }

  /**
   * Starts the operator and returns when its caches are synchronised.
   *
   * @param client stays open when the operator stops
   * @param end is called when this operator can do nothing any more, because another replica has
   *     taken over or because the cluster cannot be watched: the process has to end
   * @throws IllegalStateException with a sentence that says why it cannot start, for instance that
   *     the cluster cannot be watched or that the port for probes is taken
   */
  public static OperatorRuntime start(
      KubernetesClient client, Settings settings, Clock clock, Runnable end) {
    try {
      return begin(client, settings, clock, end);
    } catch (RuntimeException e) {
      throw new IllegalStateException(StartFailure.sentence(e, server(client)), e);
    }
  }

  private static OperatorRuntime begin(
      KubernetesClient client, Settings settings, Clock clock, Runnable end) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    OperatorHealth health = new OperatorHealth();
    ScheduleMetrics schedules = new ScheduleMetrics(registry);
    RouterMetrics routers = new RouterMetrics(registry);
    HealthServer http =
        listen(
            settings,
            health,
            () -> {
              schedules.refresh();
              routers.refresh();
              return registry.scrape();
            });
    Leadership leadership = new Leadership(client, settings.leaderElection(), health, end);
    Tools tools = Tools.of(client, settings, clock);
    Metrics metrics =
        new AggregatedMetrics(
            List.of(
                MicrometerMetrics.withoutPerResourceMetrics(registry), new Denials(tools.pass())));
    try {
      leadership.demandPermissions();
      Operator operator =
          new Operator(
              overrider ->
                  configure(overrider, client, settings, metrics, leadership, health, end));
      operator.register(
          new BackupReconciler(tools),
          (ControllerConfigurationOverrider<Backup> configuration) ->
              configure(configuration, settings).withFinalizer(FINALIZER));
      operator.register(
          new MikrotikReconciler(tools, routers),
          (ControllerConfigurationOverrider<MikrotikBackup> configuration) ->
              configure(configuration, settings).withFinalizer(FINALIZER));
      operator.register(
          new RestoreReconciler(tools),
          (ControllerConfigurationOverrider<Restore> configuration) ->
              configure(configuration, settings));
      operator.register(
          new ScheduleReconciler(tools, schedules),
          (ControllerConfigurationOverrider<BackupSchedule> configuration) ->
              configure(configuration, settings));
      operator.start();
      health.started(operator.getRuntimeInfo());
      MissingDefinitions definitions =
          MissingDefinitions.look(
              tools.endings(),
              List.of(Backup.class, BackupSchedule.class, MikrotikBackup.class, Restore.class),
              health::watching);
      health.explainedBy(definitions::sentence);
      if (!settings.leaderElection().enabled()) {
        health.leading();
      }
      return new OperatorRuntime(operator, http, health, leadership, definitions);
    } catch (RuntimeException e) {
      http.close();
      throw e;
    }
  }

  /** Starts the operator alone: without a leader election there is no Lease to lose. */
  public static OperatorRuntime start(KubernetesClient client, Settings settings, Clock clock) {
    return start(client, settings, clock, () -> {});
  }

  /** The port of {@code /livez}, {@code /readyz} and {@code /metrics}. */
  public int httpPort() {
    return http.port();
  }

  /** Ends what is under way, gives the Lease back and stops. Jobs in the cluster go on. */
  public void stop() {
    leadership.stopping();
    health.stopped();
    definitions.close();
    operator.stop();
    leadership.release();
    http.close();
  }

  @Override
  public void close() {
    stop();
  }

  private static String server(KubernetesClient client) {
    return client.getMasterUrl().toString();
  }

  private static HealthServer listen(
      Settings settings, OperatorHealth health, Supplier<String> metrics) {
    try {
      return HealthServer.start(settings.httpPort(), health::alive, health::ready, metrics);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The port %d for probes and metrics cannot be listened on: set BACKUP_HTTP_PORT."
              .formatted(settings.httpPort()),
          e);
    }
  }

  private static void configure(
      ConfigurationServiceOverrider overrider,
      KubernetesClient client,
      Settings settings,
      Metrics metrics,
      Leadership leadership,
      OperatorHealth health,
      Runnable end) {
    overrider
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withConcurrentReconciliationThreads(settings.reconcileThreads())
        .checkingCRDAndValidateLocalModel(settings.checkCrds())
        // The finalizer goes on by a patch that every API server knows, as status does.
        .withUseSSAToPatchPrimaryResource(false)
        .withReconciliationTerminationTimeout(TIME_TO_FINISH)
        .withInformerStoppedHandler(
            (watch, cause) -> watchEnded(watch, cause, server(client), health, end))
        .withMetrics(metrics);
    leadership.configuration().ifPresent(overrider::withLeaderElectionConfiguration);
  }

  /** The framework would end the whole process by itself, whoever else lives in it. */
  private static void watchEnded(
      SharedIndexInformer<?> watch,
      Throwable cause,
      String server,
      OperatorHealth health,
      Runnable end) {
    // One that never worked fails the start.
    if (cause != null && watch.hasSynced()) {
      health.stopped();
      LOG.atError()
          .addKeyValue("cause", StartFailure.sentence(cause, server))
          .log("A watch has ended for good");
      end.run();
    }
  }

  private static <R extends HasMetadata> ControllerConfigurationOverrider<R> configure(
      ControllerConfigurationOverrider<R> configuration, Settings settings) {
    Set<String> namespaces = settings.watchNamespaces();
    return (namespaces.isEmpty()
            ? configuration.watchingAllNamespaces()
            : configuration.settingNamespaces(namespaces))
        .withReconciliationMaxInterval(settings.resync())
        .withInformerListLimit(Watches.PAGE)
        .withRetry(
            new GenericRetry()
                .setInitialInterval(FIRST_RETRY)
                .setIntervalMultiplier(2)
                .setMaxInterval(LAST_RETRY.toMillis())
                .withoutMaxAttempts());
  }
}
