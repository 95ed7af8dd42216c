package io.proxpanel.backup.e2e.permissions;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.controller.OperatorRuntime;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.settings.SettingsReader;
import io.proxpanel.backup.e2e.apiserver.ApiServer;
import io.proxpanel.backup.e2e.apiserver.Clients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A namespace in which there is everything for an operator to do, and an operator that may do there
 * what the chart lets it, less one permission.
 */
final class Scenario implements AutoCloseable {
  private static final Path OBJECTS = Path.of("src/test/resources/permissions/namespace.yaml");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration AHEAD = Duration.ofHours(1);
  private static final DateTimeFormatter IN_NAMES =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmm").withZone(ZoneOffset.UTC);

  private final String namespace;
  private final KubernetesClient admin;
  private final KubernetesClient client;
  private final Requests requests = new Requests();
  private final Instant due =
      Instant.now().plus(AHEAD.dividedBy(2)).truncatedTo(ChronoUnit.MINUTES);
  private OperatorRuntime operator;
  private Optional<String> notStarted = Optional.empty();

  /**
   * Makes the namespace and starts the operator.
   *
   * @param missing the permission that the operator lacks, or null
   */
  Scenario(ApiServer server, ChartRoles chart, Permission missing, String namespace) {
    this.namespace = namespace;
    this.admin = server.client();
    this.client = operatorClient(server);
    prepare(chart.without(missing, namespace));
    start();
  }

  private KubernetesClient operatorClient(ApiServer server) {
    return Clients.builder()
        .withConfig(
            new ConfigBuilder(server.config())
                .withImpersonateUsername("system:serviceaccount:" + namespace + ":proxpanel-backup")
                .build())
        .withHttpClientBuilderConsumer(
            builder -> builder.addOrReplaceInterceptor("requests", requests))
        .build();
  }

  private void prepare(List<HasMetadata> roles) {
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    roles.forEach(each -> admin.resource(each).create());
    String objects =
        read()
            .replace("MINUTE", Integer.toString(due.atZone(ZoneOffset.UTC).getMinute()))
            .replace("DUE", IN_NAMES.format(due));
    for (String object : objects.split("(?m)^---$")) {
      admin.resource(object).inNamespace(namespace).create();
    }
    for (String name : List.of("nightly-older", "made-" + IN_NAMES.format(due))) {
      stored(backup(name), name + ".proisp.bak");
      stored(routers(name + "-routers"), "mikrotik_20260101_000000.json");
    }
  }

  private static String read() {
    try {
      return Files.readString(OBJECTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As if it had been made before. */
  private static <R extends StoredResource> void stored(Resource<R> backup, String fileName) {
    backup.editStatus(
        each -> {
          StoredStatus status = each.emptyStatus();
          status.phase = Phase.Succeeded;
          status.attempts = 1;
          status.fileName = fileName;
          status.completionTime = "2026-01-01T00:00:00Z";
          each.putStatus(status);
          return each;
        });
  }

  private void start() {
    Settings settings =
        SettingsReader.read(
            Map.of(
                "BACKUP_WATCH_NAMESPACES", namespace,
                "BACKUP_LEASE_NAMESPACE", namespace,
                "BACKUP_LEASE_NAME", "proxpanel-backup",
                "BACKUP_LEASE_RETRY_PERIOD", "100ms",
                "BACKUP_LOOK_AGAIN", "100ms",
                "BACKUP_LOOK_AGAIN_MAX", "500ms",
                "BACKUP_HTTP_PORT", "0"));
    try {
      operator =
          OperatorRuntime.start(client, settings, Clock.offset(Clock.systemUTC(), AHEAD), () -> {});
    } catch (RuntimeException e) {
      notStarted = Optional.of(e.getMessage());
    }
  }

  /** Why the operator did not start. */
  Optional<String> notStarted() {
    return notStarted;
  }

  /** What its requests needed. */
  Requests requests() {
    return requests;
  }

  /** Waits for it, but not for ever. */
  void await(BooleanSupplier enough) {
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(enough::getAsBoolean);
    } catch (ConditionTimeoutException e) {
      // Said better by whoever looks at what is there instead.
    }
  }

  /** Whether all is done that there was to do. */
  boolean isDone() {
    String made = "nightly-" + IN_NAMES.format(due);
    Restore restore = admin.resources(Restore.class).inNamespace(namespace).withName("undo").get();
    return isKept(backup(made).get())
        && isKept(routers(made + "-routers").get())
        && restore.getStatus() != null
        && restore.getStatus().phase == Phase.Succeeded
        && backup("nightly-older").get() == null
        && routers("nightly-older-routers").get() == null
        && schedules().allMatch(this::hasMadeItsBackup);
  }

  private static boolean isKept(StoredResource backup) {
    return backup != null && backup.getStatus() != null && backup.getStatus().keptBecause != null;
  }

  private boolean hasMadeItsBackup(BackupSchedule schedule) {
    return schedule.getStatus() != null
        && due.toString().equals(schedule.getStatus().lastScheduleTime);
  }

  /** What conditions and events say to people. */
  List<String> told() {
    return Stream.concat(conditions().map(Condition::getMessage), events()).toList();
  }

  private Stream<Condition> conditions() {
    return Stream.of(
            each(Backup.class, backup -> backup.getStatus().conditions),
            each(MikrotikBackup.class, backup -> backup.getStatus().conditions),
            each(Restore.class, restore -> restore.getStatus().conditions),
            each(BackupSchedule.class, schedule -> schedule.getStatus().conditions))
        .flatMap(all -> all);
  }

  private <R extends CustomResource<?, ?>> Stream<Condition> each(
      Class<R> kind, Function<R, List<Condition>> conditions) {
    return admin.resources(kind).inNamespace(namespace).list().getItems().stream()
        .filter(each -> each.getStatus() != null)
        .flatMap(each -> conditions.apply(each).stream());
  }

  private Stream<String> events() {
    return admin.v1().events().inNamespace(namespace).list().getItems().stream()
        .map(Event::getMessage);
  }

  private Resource<Backup> backup(String name) {
    return admin.resources(Backup.class).inNamespace(namespace).withName(name);
  }

  private Resource<MikrotikBackup> routers(String name) {
    return admin.resources(MikrotikBackup.class).inNamespace(namespace).withName(name);
  }

  private Stream<BackupSchedule> schedules() {
    return admin.resources(BackupSchedule.class).inNamespace(namespace).list().getItems().stream();
  }

  @Override
  public void close() {
    if (operator != null) {
      operator.close();
    }
    client.close();
    admin.close();
  }
}
