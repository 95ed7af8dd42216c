package io.proxpanel.backup.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.proxpanel.backup.api.v1.Backup;
import org.junit.jupiter.api.Test;

class LeanSerializationTest {
  @Test
  void readsAllButTheManagedFields() {
    String json =
        """
        {"apiVersion": "backup.proxpanel.io/v1", "kind": "Backup",
         "metadata": {"name": "first", "labels": {"a": "b"}, "resourceVersion": "7",
          "managedFields": [{"manager": "kubectl", "operation": "Update",
           "fieldsType": "FieldsV1", "fieldsV1": {"f:spec": {"f:type": {}}}}]},
         "spec": {"type": "Full"}, "status": {"phase": "Succeeded"}}
        """;

    Backup lean = LeanSerialization.create().unmarshal(json, Backup.class);

    Backup whole = new KubernetesSerialization().unmarshal(json, Backup.class);
    assertThat(whole.getMetadata().getManagedFields()).hasSize(1);
    whole.getMetadata().setManagedFields(null);
    assertThat(lean.getMetadata().getManagedFields()).isEmpty();
    assertThat(new KubernetesSerialization().asJson(lean))
        .isEqualTo(new KubernetesSerialization().asJson(whole));
  }
}
