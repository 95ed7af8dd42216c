package io.proxpanel.backup.controller.cluster;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Reads resources without their {@code managedFields}: nobody here asks who wrote which field, and
 * in a watch's memory they are half of a resource. What is written without them keeps them. A
 * resource that this version does not understand is read as {@link Unreadable}.
 */
public final class LeanSerialization {
  private LeanSerialization() {}

  /** A new one, for the operator's client. */
  public static KubernetesSerialization create() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.addMixIn(ObjectMeta.class, WithoutManagedFields.class);
    mapper.registerModule(
        new SimpleModule("unknown-forms").setDeserializerModifier(new UnknownForms()));
    return new KubernetesSerialization(mapper, true);
  }

  @JsonIgnoreProperties("managedFields")
  private interface WithoutManagedFields {}
}
