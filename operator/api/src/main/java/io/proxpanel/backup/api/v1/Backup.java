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

/** One backup of one database: a run that happens once, and the file that it leaves. */
@JsonClassDescription(
    "One backup of one database: a run that happens once, and the file that it leaves.")
@Group(BackupApi.GROUP)
@Version(BackupApi.VERSION)
@Plural("backups")
@ShortNames("bkp")
@Categories("proxpanel")
@ValidationRule(
    value =
        "has(self.spec.fromSchedule) == has(oldSelf.spec.fromSchedule)"
            + " && (!has(self.spec.fromSchedule)"
            + " || self.spec.fromSchedule == oldSelf.spec.fromSchedule)"
            + " && (!has(oldSelf.spec.database) || (has(self.spec.database)"
            + " && self.spec.database == oldSelf.spec.database"
            + " && self.spec.type == oldSelf.spec.type"
            + " && has(self.spec.tenant) == has(oldSelf.spec.tenant)"
            + " && (!has(self.spec.tenant) || self.spec.tenant == oldSelf.spec.tenant)"
            + " && [0, 1, 2, 3, 4, 5, 6, 7].all(i, i >= size(oldSelf.spec.destinations)"
            + " || (i < size(self.spec.destinations)"
            + " && self.spec.destinations[i] == oldSelf.spec.destinations[i]))"
            + " && self.spec.excludeTableData == oldSelf.spec.excludeTableData"
            + " && has(self.spec.encryption) == has(oldSelf.spec.encryption)"
            + " && (!has(self.spec.encryption)"
            + " || self.spec.encryption == oldSelf.spec.encryption)))",
    fieldPath = ".spec",
    message =
        "a Backup is one run and cannot change: create another Backup (deletionPolicy and"
            + " jobTemplate can change, and destinations can be added at the end)")
@AdditionalPrinterColumn(
    name = "TYPE",
    jsonPath = ".spec.type",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "TENANT",
    jsonPath = ".spec.tenant",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "SCHEDULE",
    jsonPath = ".spec.fromSchedule.name",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class Backup extends CustomResource<BackupSpec, BackupStatus>
    implements Namespaced, StoredResource {
  private static final long serialVersionUID = 1L;

  @Override
  public Backup withSpec(StoredSpec spec) {
    Backup changed = new Backup();
    changed.setMetadata(getMetadata());
    changed.setSpec((BackupSpec) spec);
    changed.setStatus(getStatus());
    return changed;
  }

  @Override
  public BackupStatus emptyStatus() {
    return new BackupStatus();
  }

  @Override
  public void putStatus(StoredStatus status) {
    setStatus((BackupStatus) status);
  }
}
