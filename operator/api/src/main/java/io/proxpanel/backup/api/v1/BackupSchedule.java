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

/** Makes a Backup at every due time, and deletes those that need not stay. */
@JsonClassDescription("Makes a Backup at every due time, and deletes those that need not stay.")
@Group(BackupApi.GROUP)
@Version(BackupApi.VERSION)
@Plural("backupschedules")
@ShortNames("bsched")
@Categories("proxpanel")
@ValidationRule(
    value = "self.metadata.name.size() <= 48 && !self.metadata.name.contains('.')",
    message =
        "write a name of at most 48 characters without dots: the names of Backups and Jobs begin"
            + " with it")
@AdditionalPrinterColumn(
    name = "LAST SUCCESS",
    jsonPath = ".status.lastSuccessfulTime",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "HEALTHY",
    jsonPath = ".status.conditions[?(@.type==\"Healthy\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "SUSPENDED",
    jsonPath = ".spec.suspend",
    type = AdditionalPrinterColumn.Type.BOOLEAN,
    priority = 1)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class BackupSchedule extends CustomResource<BackupScheduleSpec, BackupScheduleStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
