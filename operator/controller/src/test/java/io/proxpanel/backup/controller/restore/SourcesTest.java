package io.proxpanel.backup.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreSpec;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.status.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourcesTest {

  private static Backup backupBeingDeleted() {
    Backup backup = Samples.backup("nightly");
    backup.getMetadata().setDeletionTimestamp("2026-11-23T03:00:00Z");
    backup.setStatus(new BackupStatus());
    backup.getStatus().phase = Phase.Succeeded;
    backup.getStatus().fileName = "proisp_full_20261123_020000.proisp.bak";
    return backup;
  }

  @Test
  void doesNotBeginWithABackupThatIsBeingDeleted() {
    Restore fresh = Samples.restore("undo", "nightly");

    assertThat(Sources.find(fresh, Optional.of(backupBeingDeleted())))
        .isEqualTo(
            new Sources.Finding.NotYet(
                Reason.BackupMissing, "waiting for Backup \"nightly\": it is being deleted"));
  }

  @Test
  void saysOfABackupThatANewerVersionHasLeftThatItCannotBeRead() {
    Backup backup = new Backup();
    backup.setMetadata(
        new ObjectMetaBuilder()
            .withName("nightly")
            .addToAnnotations(
                "backup.proxpanel.io/unreadable",
                "This version of the operator cannot read it: spec.type has the unknown value"
                    + " \"Newest\". It is left alone; update the operator, or correct what it"
                    + " cannot read.")
            .build());

    assertThat(Sources.find(Samples.restore("undo", "nightly"), Optional.of(backup)))
        .isEqualTo(
            new Sources.Finding.NotYet(
                Reason.BackupNotReady,
                "waiting for Backup \"nightly\": This version of the operator cannot read it:"
                    + " spec.type has the unknown value \"Newest\". It is left alone; update the"
                    + " operator, or correct what it cannot read."));
  }

  @Test
  void goesOnWithABackupWhoseFileWaitsForIt() {
    Restore begun = Samples.restore("undo", "nightly");
    begun.setStatus(new RestoreStatus());
    begun.getStatus().phase = Phase.Pending;
    begun.getStatus().attempts = 1;
    begun.getStatus().nextAttemptTime = "2026-11-23T03:00:30Z";

    assertThat(Sources.find(begun, Optional.of(backupBeingDeleted())))
        .isInstanceOf(Sources.Finding.Found.class);
  }

  @Test
  void theTenantOfABackupIsTheOnlyOneThatIsTouched() {
    BackupSpec all = Samples.backupSpec();
    Backup backup =
        Samples.backup(
            "nightly",
            new BackupSpec(
                null, null, all.database(), "acme", null, null, all.destinations(), null, null));
    backup.setStatus(new BackupStatus());
    backup.getStatus().phase = Phase.Succeeded;
    backup.getStatus().fileName = "tenant_acme_full_20261123_020000.proisp.bak";
    Restore restore = Samples.restore("undo", "nightly");

    assertThat(tenant(restore, backup)).isEqualTo("acme");

    // A file that holds another one is refused by the agent.
    RestoreSpec spec = restore.getSpec();
    restore.setSpec(
        new RestoreSpec(spec.source(), null, spec.confirmOverwrite(), "other", null, null));
    assertThat(tenant(restore, backup)).isEqualTo("other");
  }

  private static String tenant(Restore restore, Backup backup) {
    return ((Sources.Finding.Found) Sources.find(restore, Optional.of(backup))).source().tenant();
  }
}
