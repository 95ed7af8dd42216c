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
