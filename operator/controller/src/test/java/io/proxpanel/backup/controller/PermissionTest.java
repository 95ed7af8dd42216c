package io.proxpanel.backup.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.mockwebserver.dsl.Pathable;
import io.fabric8.mockwebserver.dsl.ReturnOrWebsocketable;
import io.fabric8.mockwebserver.dsl.TimesOnceableOrHttpHeaderable;
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

  private static TimesOnceableOrHttpHeaderable<Void> refuse(
      Pathable<ReturnOrWebsocketable<TimesOnceableOrHttpHeaderable<Void>>> requests,
      String path,
      String message) {
    Status status =
        new StatusBuilder().withCode(403).withReason("Forbidden").withMessage(message).build();
    return requests.withPath(path).andReturn(403, status);
  }

  /** To its good end: what is refused is refused for a while only, or is not needed. */
  private void backUp() {
    createSurroundings();
    cluster.create(Samples.backup("nightly"));
    awaitBackup("nightly", Phase.Succeeded);
  }

  @Test
  void namesThatItMayNotReadASecret() {
    refuse(
            cluster.server().expect().get(),
            "/api/v1/namespaces/isp/secrets/panel-db",
            denial("get", "secrets", ""))
        .once();

    backUp();

    assertThat(cluster.events())
        .contains(
            "Waiting: The operator may not get secrets in the namespace \"isp\": give its role the"
                + " verb \"get\" on secrets.");
  }

  @Test
  void namesThatItMayNotCreateAJob() {
    refuse(
            cluster.server().expect().post(),
            "/apis/batch/v1/namespaces/isp/jobs",
            denial("create", "jobs", "batch"))
        .once();

    backUp();

    assertThat(cluster.backup("nightly").getStatus().attempts).isEqualTo(1);
    assertThat(cluster.events())
        .contains(
            "Waiting: The operator may not create jobs.batch in the namespace \"isp\": give its"
                + " role the verb \"create\" on jobs.batch.");
  }

  @Test
  void namesThatItMayNotWriteStatus() {
    refuse(
            cluster.server().expect().patch(),
            "/apis/backup.proxpanel.io/v1/namespaces/isp/backups/nightly/status",
            denial("patch", "backups/status", "backup.proxpanel.io"))
        .times(2);

    backUp();

    assertThat(cluster.events())
        .containsOnlyOnce(
            "PermissionMissing: The operator may not patch backups/status.backup.proxpanel.io in"
                + " the namespace \"isp\": give its role the verb \"patch\" on"
                + " backups/status.backup.proxpanel.io.");
  }

  @Test
  void namesThatItMayNotWriteTheFinalizer() {
    refuse(
            cluster.server().expect().patch(),
            "/apis/backup.proxpanel.io/v1/namespaces/isp/backups/nightly",
            denial("patch", "backups", "backup.proxpanel.io"))
        .times(2);

    backUp();

    assertThat(cluster.events())
        .containsOnlyOnce(
            "PermissionMissing: The operator may not patch backups.backup.proxpanel.io in the"
                + " namespace \"isp\": give its role the verb \"patch\" on"
                + " backups.backup.proxpanel.io.");
  }

  @Test
  void saysThatAQuotaIsUsedUp() {
    cluster.refuseJobsByQuota(2);

    backUp();

    assertThat(cluster.events())
        .containsOnlyOnce(
            "Waiting: The API server refuses the Job: jobs \"x\" is forbidden: exceeded quota:"
                + " jobs=1");
  }

  @Test
  void anEventThatCannotBeWrittenStopsNothing() {
    refuse(
            cluster.server().expect().post(),
            "/api/v1/namespaces/isp/events",
            denial("create", "events", ""))
        .always();

    backUp();
    assertThat(cluster.events()).isEmpty();
  }
}
