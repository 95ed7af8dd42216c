package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** A run that happens once, and what it leaves at destinations. */
// As custom resources have it: an interface comes before the class, and resources of any kind are
// read by looking at what kind they are.
@JsonDeserialize(using = JsonDeserializer.None.class)
public interface StoredResource extends HasMetadata {
  /** What to store and where. */
  StoredSpec getSpec();

  /** How it stands; null before the operator has seen it. */
  StoredStatus getStatus();

  /** The same resource with that spec, which is one of its kind. */
  StoredResource withSpec(StoredSpec spec);

  /** A status of its kind that says nothing. */
  StoredStatus emptyStatus();

  /** Writes the status, which is one of its kind. */
  void putStatus(StoredStatus status);
}
