package io.proxpanel.backup.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.RouterSamples;
import io.proxpanel.backup.controller.fake.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AllowedSecretsTest extends OperatorTestCase {
  private static final String REFUSED =
      "the Secret \"panel-db\" has not the label example.com/for=backups, without which this"
          + " operator gives no Secret to a Job: who may write the Secret can add it";

  @BeforeEach
  void demandALabel() {
    stopOperator();
    startOperator("BACKUP_SECRETS_LABEL", "example.com/for=backups");
    cluster.create(Samples.claim());
  }

  private void label(Secret secret, String value) {
    cluster
        .client()
        .resource(secret)
        .inNamespace(FakeCluster.NAMESPACE)
        .edit(
            each -> {
              each.getMetadata().setLabels(Map.of("example.com/for", value));
              return each;
            });
  }

  @Test
  void aJobIsMadeWhenItsSecretHasTheLabel() {
    cluster.create(Samples.secret());
    cluster.create(Samples.backup("nightly"));
    assertThat(awaitBackupReason("nightly", "JobRefused").getStatus().message).isEqualTo(REFUSED);
    label(Samples.secret(), "others");
    assertThat(cluster.jobs().runs()).isEmpty();

    label(Samples.secret(), "backups");

    awaitBackup("nightly", Phase.Succeeded);
  }

  @Test
  void aSecretOfARouterIsHeldToItToo() {
    cluster.create(Samples.secret());
    cluster.create(RouterSamples.backup("routers", RouterSamples.spec("edge-1")));

    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events()).anyMatch(event -> event.contains("\"panel-db\" has")));
    assertThat(cluster.jobs().runs()).isEmpty();
  }

  @Test
  void aRestoreIsHeldToItToo() {
    cluster.create(Samples.secret());
    label(Samples.secret(), "backups");
    cluster.jobs().agents(FakeAgent::succeeds);
    cluster.create(Samples.backup("nightly"));
    awaitBackup("nightly", Phase.Succeeded);
    label(Samples.secret(), "others");

    cluster.create(Samples.restore("undo", "nightly"));

    awaitRestoreReason("undo", "JobRefused");
    assertThat(cluster.jobs().runs()).isEqualTo(List.of("nightly-backup-1"));
  }
}
