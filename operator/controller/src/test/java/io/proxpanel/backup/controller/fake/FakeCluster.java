package io.proxpanel.backup.controller.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.cluster.LeanSerialization;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The cluster of one test. */
public final class FakeCluster implements AutoCloseable {
  /** The namespace that tests work in. */
  public static final String NAMESPACE = "isp";

  /** Held here: a logger that nobody holds forgets its level. */
  private static final Logger REQUESTS = Logger.getLogger("io.fabric8.mockwebserver");

  /**
   * One for all clusters of a process: what it learns about a class takes longer than most tests.
   */
  private static final KubernetesSerialization SERIALIZATION = LeanSerialization.create();

  private static final Context CONTEXT = new Context();

  private final KubernetesMockServer server;
  private final KubernetesClient client;
  private final FakeJobController jobs;
  private final Map<String, Integer> requests = new ConcurrentHashMap<>();

  private FakeCluster(KubernetesMockServer server, KubernetesClient client) {
    this.server = server;
    this.client = client;
    this.jobs = new FakeJobController(client, this::log);
  }

  /** Starts it. */
  public static FakeCluster start() {
    REQUESTS.setLevel(Level.WARNING);
    Map<ServerRequest, Queue<ServerResponse>> responses = new ConcurrentHashMap<>();
    KubernetesMixedDispatcher dispatcher = new KubernetesMixedDispatcher(responses);
    KubernetesMockServer server =
        new KubernetesMockServer(CONTEXT, new MockWebServer(), responses, dispatcher, false);
    server.init();
    dispatcher.expectCustomResource(
        CustomResourceDefinitionContext.fromCustomResourceType(Backup.class));
    dispatcher.expectCustomResource(
        CustomResourceDefinitionContext.fromCustomResourceType(BackupSchedule.class));
    dispatcher.expectCustomResource(
        CustomResourceDefinitionContext.fromCustomResourceType(MikrotikBackup.class));
    dispatcher.expectCustomResource(
        CustomResourceDefinitionContext.fromCustomResourceType(Restore.class));
    FakeCluster cluster =
        new FakeCluster(
            server,
            server.createClient(builder -> builder.withKubernetesSerialization(SERIALIZATION)));
    cluster.jobs.start();
    return cluster;
  }

  /** The client of the test; never fails. */
  public KubernetesClient client() {
    return client;
  }

  /** The server, for answers that a real one would give and this one does not. */
  public KubernetesMockServer server() {
    return server;
  }

  /** The server refuses so many Jobs, in the words of a real one whose quota is used up. */
  public void refuseJobsByQuota(int times) {
    refuseJobs(403, "jobs \"x\" is forbidden: exceeded quota: jobs=1", times);
  }

  /** What a real server says when two objects are counted in a quota in the same moment. */
  public void refuseJobsWhileAQuotaIsCounted(int times) {
    refuseJobs(
        409,
        "Operation cannot be fulfilled on resourcequotas \"jobs\": the object has been modified;"
            + " please apply your changes to the latest version and try again",
        times);
  }

  private void log(String pod, String text) {
    for (String end : List.of("", "&tailLines=50")) {
      server
          .expect()
          .get()
          .withPath(
              "/api/v1/namespaces/%s/pods/%s/log?pretty=false&container=agent%s"
                  .formatted(NAMESPACE, pod, end))
          .andReturn(200, text)
          .always();
    }
  }

  private void refuseJobs(int code, String message, int times) {
    server
        .expect()
        .post()
        .withPath("/apis/batch/v1/namespaces/" + NAMESPACE + "/jobs")
        .andReturn(code, new StatusBuilder().withCode(code).withMessage(message).build())
        .times(times);
  }

  /** The operator may not list Jobs of that Backup from now on. */
  public void forbidListOfJobs(Backup backup) {
    for (String verb : List.of("backup", "delete")) {
      server
          .expect()
          .get()
          .withPath(
              "/apis/batch/v1/namespaces/%s/jobs?labelSelector=backup.proxpanel.io%%2Fuid%%3D%s%%2Cbackup.proxpanel.io%%2Fverb%%3D%s"
                  .formatted(NAMESPACE, backup.getMetadata().getUid(), verb))
          .andReturn(
              403,
              new StatusBuilder()
                  .withCode(403)
                  .withMessage(
                      "jobs.batch is forbidden: User \"u\" cannot list resource \"jobs\" in API"
                          + " group \"batch\" in the namespace \"isp\"")
                  .build())
          .always();
    }
  }

  /** The controller of Jobs. */
  public FakeJobController jobs() {
    return jobs;
  }

  /** A client whose requests a test can watch and stop. */
  public KubernetesClient client(Interceptor interceptor) {
    return server.createClient(
        builder ->
            builder
                .editOrNewConfig()
                .withRequestRetryBackoffLimit(0)
                .endConfig()
                .withKubernetesSerialization(SERIALIZATION)
                .withHttpClientBuilderConsumer(
                    http -> http.addOrReplaceInterceptor("test", interceptor)));
  }

  /** A client as any other, whose requests are counted. */
  public KubernetesClient operatorClient() {
    return client(
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            requests.merge(request.method() + " " + request.uri().getPath(), 1, Integer::sum);
          }
        });
  }

  /** How often the operator has asked that, as method and path. */
  public int requests(String methodAndPath) {
    return requests.getOrDefault(methodAndPath, 0);
  }

  /** Creates it in the namespace of the tests. */
  public <T extends HasMetadata> T create(T resource) {
    resource.getMetadata().setNamespace(NAMESPACE);
    return client.resource(resource).create();
  }

  /** The Backup as it is now, or null. */
  public Backup backup(String name) {
    return client.resources(Backup.class).inNamespace(NAMESPACE).withName(name).get();
  }

  /** The BackupSchedule as it is now, or null. */
  public BackupSchedule schedule(String name) {
    return client.resources(BackupSchedule.class).inNamespace(NAMESPACE).withName(name).get();
  }

  /** The Restore as it is now, or null. */
  public Restore restore(String name) {
    return client.resources(Restore.class).inNamespace(NAMESPACE).withName(name).get();
  }

  /** The Job as it is now, or null. */
  public Job job(String name) {
    return client.batch().v1().jobs().inNamespace(NAMESPACE).withName(name).get();
  }

  /** Events as "reason: message", oldest first. */
  public List<String> events() {
    return client.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
        .sorted(
            Comparator.comparing((Event e) -> Long.parseLong(e.getMetadata().getResourceVersion())))
        .map(event -> event.getReason() + ": " + event.getMessage())
        .toList();
  }

  /** The task of a Job. */
  public static Task task(Job job) {
    String json =
        job.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream()
            .filter(each -> each.getName().equals("BACKUP_TASK"))
            .map(EnvVar::getValue)
            .findFirst()
            .orElseThrow();
    try {
      return Json.read(json, Task.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  @Override
  public void close() {
    jobs.close();
    client.close();
    server.destroy();
  }
}
