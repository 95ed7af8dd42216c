package io.proxpanel.backup.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.controller.status.Reason;
import org.junit.jupiter.api.Test;

class ApiErrorsTest {

  private static KubernetesClientException error(int code, String message) {
    return new KubernetesClientException(
        new StatusBuilder().withCode(code).withMessage(message).build());
  }

  @Test
  void aPatchThatDoesNotFitIsAConflictAndWhatASchemaRefusesIsNone() {
    KubernetesClientException patch =
        error(422, "the server rejected our request due to an error in our request");
    assertThat(ApiErrors.isConflict(patch)).isTrue();
    assertThat(ApiErrors.isRefusal(patch)).isFalse();
    KubernetesClientException schema =
        error(422, "Backup.backup.proxpanel.io \"a\" is invalid: status.phase: Unsupported value");
    assertThat(ApiErrors.isConflict(schema)).isFalse();
    assertThat(ApiErrors.isRefusal(schema)).isTrue();
    assertThat(ApiErrors.isConflict(error(409, "modified"))).isTrue();
  }

  @Test
  void namesThePermissionThatIsMissing() {
    KubernetesClientException e =
        error(
            403,
            "jobs.batch is forbidden: User \"system:serviceaccount:ops:backup\" cannot create"
                + " resource \"jobs\" in API group \"batch\" in the namespace \"isp\"");

    assertThat(ApiErrors.missingPermission(e))
        .contains(
            "The operator may not create jobs.batch in the namespace \"isp\": give its role the"
                + " verb \"create\" on jobs.batch.");
    assertThat(ApiErrors.reason(e)).isEqualTo(Reason.PermissionMissing);
  }

  @Test
  void namesAPermissionOfTheCoreGroupAndOfTheWholeCluster() {
    assertThat(
            ApiErrors.missingPermission(
                error(
                    403,
                    "pods is forbidden: User \"u\" cannot list resource \"pods\" in API group"
                        + " \"\" at the cluster scope")))
        .contains("The operator may not list pods: give its role the verb \"list\" on pods.");
  }

  @Test
  void namesTheValueOfTheChartThatGivesThePermissionToListSecrets() {
    assertThat(
            ApiErrors.missingPermission(
                error(
                    403,
                    "secrets is forbidden: User \"u\" cannot list resource \"secrets\" in API group"
                        + " \"\" in the namespace \"isp\"")))
        .contains(
            "The operator may not list secrets in the namespace \"isp\": give its role the verb"
                + " \"list\" on secrets. The chart does so with rbac.listSecrets: true.");
  }

  @Test
  void namesThePermissionToWatchByTheAddress() {
    assertThat(
            ApiErrors.missingPermission(
                watchRefused("/apis/batch/v1/namespaces/isp/jobs?labelSelector=a&watch=true")))
        .contains(
            "The operator may not watch jobs.batch in the namespace \"isp\": give its role the"
                + " verb \"watch\" on jobs.batch.");
    assertThat(ApiErrors.missingPermission(watchRefused("/api/v1/pods?watch=true")))
        .contains("The operator may not watch pods: give its role the verb \"watch\" on pods.");
    assertThat(ApiErrors.missingPermission(watchRefused("/api/v1/pods?limit=5"))).isEmpty();
  }

  /** As the client makes it of the answer to a request for a web socket. */
  private static KubernetesClientException watchRefused(String path) {
    return new KubernetesClientException(
        "Received 403 on websocket. Failure executing: GET at: https://10.96.0.1:443"
            + path
            + ". Message: Forbidden.",
        403,
        new StatusBuilder().withCode(403).withMessage("Forbidden").build());
  }

  @Test
  void aQuotaIsNoMissingPermission() {
    KubernetesClientException e =
        error(403, "jobs.batch \"x\" is forbidden: exceeded quota: count/jobs.batch=10");

    assertThat(ApiErrors.missingPermission(e)).isEmpty();
    assertThat(ApiErrors.reason(e)).isEqualTo(Reason.JobRefused);
    assertThat(ApiErrors.refusal(e))
        .isEqualTo(
            "the API server refuses the Job: jobs.batch \"x\" is forbidden: exceeded quota:"
                + " count/jobs.batch=10");
  }
}
