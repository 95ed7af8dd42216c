package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One backup of the configurations of MikroTik routers: a run, and the archives that it leaves. */
@JsonClassDescription(
    "One backup of the configurations of MikroTik routers: a run that happens once, and the archives"
        + " that it leaves, one for each router.")
@Group(BackupApi.GROUP)
@Version(BackupApi.VERSION)
@Plural("mikrotikbackups")
@ShortNames("mtb")
@Categories("proxpanel")
@ValidationRule(
    value =
        "has(self.spec.fromSchedule) == has(oldSelf.spec.fromSchedule)"
            + " && (!has(self.spec.fromSchedule)"
            + " || self.spec.fromSchedule == oldSelf.spec.fromSchedule)"
            + " && (!has(oldSelf.spec.destinations) || (has(self.spec.destinations)"
            + " && has(self.spec.routers) == has(oldSelf.spec.routers)"
            + " && (!has(self.spec.routers) || self.spec.routers == oldSelf.spec.routers)"
            + " && has(self.spec.defaults) == has(oldSelf.spec.defaults)"
            + " && (!has(self.spec.defaults) || self.spec.defaults == oldSelf.spec.defaults)"
            + " && has(self.spec.fromDatabase) == has(oldSelf.spec.fromDatabase)"
            + " && (!has(self.spec.fromDatabase)"
            + " || self.spec.fromDatabase == oldSelf.spec.fromDatabase)"
            + " && has(self.spec.fromSecrets) == has(oldSelf.spec.fromSecrets)"
            + " && (!has(self.spec.fromSecrets)"
            + " || self.spec.fromSecrets == oldSelf.spec.fromSecrets)"
            + " && has(self.spec.unchanged) == has(oldSelf.spec.unchanged)"
            + " && (!has(self.spec.unchanged) || self.spec.unchanged == oldSelf.spec.unchanged)"
            + " && [0, 1, 2, 3, 4, 5, 6, 7].all(i, i >= size(oldSelf.spec.destinations)"
            + " || (i < size(self.spec.destinations)"
            + " && self.spec.destinations[i] == oldSelf.spec.destinations[i]))"
            + " && has(self.spec.encryption) == has(oldSelf.spec.encryption)"
            + " && (!has(self.spec.encryption)"
            + " || self.spec.encryption == oldSelf.spec.encryption)))",
    fieldPath = ".spec",
    message =
        "a MikrotikBackup is one run and cannot change: create another one (deletionPolicy, atOnce"
            + " and jobTemplate can change, and destinations can be added at the end)")
@AdditionalPrinterColumn(
    name = "SCHEDULE",
    jsonPath = ".spec.fromSchedule.name",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class MikrotikBackup extends CustomResource<MikrotikBackupSpec, MikrotikBackupStatus>
    implements Namespaced, StoredResource {
  private static final long serialVersionUID = 1L;

  @Override
  public MikrotikBackup withSpec(StoredSpec spec) {
    MikrotikBackup changed = new MikrotikBackup();
    changed.setMetadata(getMetadata());
    changed.setSpec((MikrotikBackupSpec) spec);
    changed.setStatus(getStatus());
    return changed;
  }

  @Override
  public MikrotikBackupStatus emptyStatus() {
    return new MikrotikBackupStatus();
  }

  @Override
  public void putStatus(StoredStatus status) {
    setStatus((MikrotikBackupStatus) status);
  }
}
