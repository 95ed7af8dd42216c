package io.proxpanel.backup.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.Samples;
import org.junit.jupiter.api.Test;

/**
 * A permission that is missing is named where a person looks, and work goes on when it is given.
 */
class PermissionTest extends OperatorTestCase {

  private static String denial(String verb, String resource, String group) {
    return "x is forbidden: User \"u\" cannot %s resource \"%s\" in API group \"%s\" in the namespace \"isp\""
        .formatted(verb, resource, group);
  }

  private static Status status(String message) {
    return new StatusBuilder().withCode(403).withReason("Forbidden").withMessage(message).build();
  }

  @Test
  void namesThatItMayNotReadASecret() {
    createSurroundings();
    cluster
        .server()
        .expect()
        .get()
        .withPath("/api/v1/namespaces/isp/secrets/panel-db")
        .andReturn(403, status(denial("get", "secrets", "")))
        .once();
    cluster.create(Samples.backup("nightly"));

    awaitBackup("nightly", Phase.Succeeded);

    assertThat(cluster.events())
        .contains(
            "Waiting: The operator may not get secrets in the namespace \"isp\": give its role the"
                + " verb \"get\" on secrets.");
  }

  @Test
  void namesThatItMayNotCreateAJob() {
    createSurroundings();
    cluster
        .server()
        .expect()
        .post()
        .withPath("/apis/batch/v1/namespaces/isp/jobs")
        .andReturn(403, status(denial("create", "jobs", "batch")))
        .once();
    cluster.create(Samples.backup("nightly"));

    awaitBackup("nightly", Phase.Succeeded);

    assertThat(cluster.backup("nightly").getStatus().attempts).isEqualTo(1);
    assertThat(cluster.events())
        .contains(
            "Waiting: The operator may not create jobs.batch in the namespace \"isp\": give its"
                + " role the verb \"create\" on jobs.batch.");
  }

  @Test
  void namesThatItMayNotWriteStatus() {
    createSurroundings();
    cluster
        .server()
        .expect()
        .patch()
        .withPath("/apis/backup.proxpanel.io/v1/namespaces/isp/backups/nightly/status")
        .andReturn(403, status(denial("patch", "backups/status", "backup.proxpanel.io")))
        .times(2);
    cluster.create(Samples.backup("nightly"));

    awaitBackup("nightly", Phase.Succeeded);

    assertThat(cluster.events())
        .containsOnlyOnce(
            "PermissionMissing: The operator may not patch backups/status.backup.proxpanel.io in"
                + " the namespace \"isp\": give its role the verb \"patch\" on"
                + " backups/status.backup.proxpanel.io.");
  }

  @Test
  void saysThatAQuotaIsUsedUp() {
    createSurroundings();
    cluster
        .server()
        .expect()
        .post()
        .withPath("/apis/batch/v1/namespaces/isp/jobs")
        .andReturn(403, status("jobs \"x\" is forbidden: exceeded quota: jobs=1"))
        .times(2);
    cluster.create(Samples.backup("nightly"));

    awaitBackup("nightly", Phase.Succeeded);

    assertThat(cluster.events())
        .containsOnlyOnce(
            "Waiting: The API server refuses the Job: jobs \"x\" is forbidden: exceeded quota:"
                + " jobs=1");
  }

  @Test
  void anEventThatCannotBeWrittenStopsNothing() {
    createSurroundings();
    cluster
        .server()
        .expect()
        .post()
        .withPath("/api/v1/namespaces/isp/events")
        .andReturn(403, status(denial("create", "events", "")))
        .always();
    cluster.create(Samples.backup("nightly"));

    awaitBackup("nightly", Phase.Succeeded);
    assertThat(cluster.events()).isEmpty();
  }
}
