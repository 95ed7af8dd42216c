package io.proxpanel.backup.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonParseException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.Samples;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class StartFailureTest {
  private static final String SERVER = "https://10.96.0.1/";

  private static String sentence(Throwable cause) {
    return StartFailure.sentence(
        new OperatorException("Couldn't start informer", new ExecutionException(cause)), SERVER);
  }

  @Test
  void namesTheServerThatCannotBeReached() {
    // As the JDK's client has it: nobody in the chain has a message.
    ConnectException refused = new ConnectException();
    refused.initCause(new ClosedChannelException());

    assertThat(sentence(refused))
        .isEqualTo(
            "The API server at https://10.96.0.1/ cannot be reached: check the address and the"
                + " network.");
    assertThat(sentence(new UnknownHostException("kubernetes.default.svc")))
        .isEqualTo(
            "The API server at https://10.96.0.1/ cannot be reached (kubernetes.default.svc): check"
                + " the address and the network.");
  }

  @Test
  void namesThePermissionThatIsMissing() {
    assertThat(
            sentence(
                new KubernetesClientException(
                    new StatusBuilder()
                        .withCode(403)
                        .withMessage(
                            "backups.backup.proxpanel.io is forbidden: User \"u\" cannot list"
                                + " resource \"backups\" in API group \"backup.proxpanel.io\" at the"
                                + " cluster scope")
                        .build())))
        .isEqualTo(
            "The operator may not list backups.backup.proxpanel.io: give its role the verb"
                + " \"list\" on backups.backup.proxpanel.io.");
  }

  @Test
  void namesTheDefinitionThatIsMissing() {
    assertThat(
            sentence(
                new KubernetesClientException(
                    "Failure executing: GET at:"
                        + " https://10.96.0.1/apis/backup.proxpanel.io/v1/namespaces/isp/restores?limit=500."
                        + " Message: Not Found.",
                    404,
                    null)))
        .isEqualTo(
            "The definition restores.backup.proxpanel.io is missing: nothing of that kind is looked"
                + " after. Install what is missing (kubectl apply -k crds, or helm upgrade); the"
                + " operator goes on by itself then.");
  }

  /** Though Jackson's errors are errors of input and output. */
  @Test
  void namesAnAnswerThatIsNone() {
    assertThat(sentence(new JsonParseException(null, "Unexpected character ('<')")))
        .isEqualTo(
            "The answer of the API server at https://10.96.0.1/ cannot be read (Unexpected character"
                + " ('<')): look what is between it and the operator, for instance a proxy.");
  }

  @Test
  void saysTheInnermostMessageOfAnythingElse() {
    assertThat(sentence(new IllegalStateException("No CRD.", new IllegalStateException())))
        .isEqualTo("No CRD.");
  }

  @Test
  void namesThePermissionsOnTheLeaseThatAreMissing() {
    try (FakeCluster cluster = FakeCluster.start()) {
      String path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
      for (boolean allowed : List.of(false, true, true, false)) {
        SelfSubjectAccessReview answer =
            new SelfSubjectAccessReviewBuilder()
                .withNewStatus()
                .withAllowed(allowed)
                .endStatus()
                .build();
        cluster.server().expect().post().withPath(path).andReturn(201, answer).once();
      }

      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () ->
                  OperatorRuntime.start(
                      cluster.operatorClient(),
                      Samples.settings(
                          "BACKUP_LEADER_ELECTION", "true", "BACKUP_LEASE_NAMESPACE", "ops"),
                      Clock.systemUTC()));

      assertThat(e)
          .hasMessage(
              "The operator may not create leases.coordination.k8s.io in the namespace \"ops\":"
                  + " give its role the verb \"create\" on leases.coordination.k8s.io. The"
                  + " operator may not patch leases.coordination.k8s.io in the namespace \"ops\":"
                  + " give its role the verb \"patch\" on leases.coordination.k8s.io.");
    }
  }

  @Test
  void saysWhatToDoAboutAPortThatIsTaken() throws IOException {
    try (FakeCluster cluster = FakeCluster.start();
        ServerSocket taken = new ServerSocket(0)) {
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () ->
                  OperatorRuntime.start(
                      cluster.operatorClient(),
                      Samples.settings("BACKUP_HTTP_PORT", "" + taken.getLocalPort()),
                      Clock.systemUTC()));

      assertThat(e)
          .hasMessage(
              "The port %d for probes and metrics cannot be listened on: set BACKUP_HTTP_PORT."
                  .formatted(taken.getLocalPort()));
    }
  }
}
