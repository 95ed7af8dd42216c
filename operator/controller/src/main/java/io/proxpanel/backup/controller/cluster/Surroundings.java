package io.proxpanel.backup.controller.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.RouterSecrets;
import io.proxpanel.backup.contract.SecretRouters;
import io.proxpanel.backup.controller.job.Selectors;
import io.proxpanel.backup.controller.status.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks whether what a Job mounts is there. Each is read once by name when it is needed: a watch
 * would hold the Secrets of the whole cluster in memory. Of a Secret nothing but the presence of a
 * key is kept, and of those that are found by their labels nothing but the name is read.
 */
public final class Surroundings {
  private final KubernetesClient client;
  private final SecretNames secrets;

  /** The client needs the permission to get secrets, configmaps and persistentvolumeclaims. */
  public Surroundings(KubernetesClient client) {
    this.client = client;
    this.secrets = new SecretNames(client);
  }

  /**
   * The names of the Secrets of routers; of more than a run can take, one more.
   *
   * @param from which they are, or null for none
   * @throws KubernetesClientException also when the permission to list secrets is missing, which an
   *     operator has only where it was given to it for this
   */
  public List<String> secretsOf(String namespace, RouterSecrets from) {
    return from == null
        ? List.of()
        : secrets.find(namespace, Selectors.text(from.selector()), SecretRouters.MOST + 1);
  }

  /** What tells one state of all of these from another. */
  public List<String> versionsOf(String namespace, RouterSecrets from) {
    if (from == null) {
      return List.of();
    }
    try {
      return secrets.versions(namespace, Selectors.text(from.selector()), SecretRouters.MOST + 1);
    } catch (KubernetesClientException e) {
      return List.of(denied(e).message());
    }
  }

  /** Why that cannot be asked; empty when it can. */
  Optional<Gap> listGap(String namespace, RouterSecrets from) {
    try {
      secrets.find(namespace, Selectors.text(from.selector()), 1);
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(denied(e));
    }
  }

  /** What of it is not there, in the same order; empty when all is. */
  public List<Gap> gaps(String namespace, Collection<? extends Need> needs) {
    return needs.stream().map(need -> gap(namespace, need)).flatMap(Optional::stream).toList();
  }

  /**
   * Those of the destinations that a pod can mount. Without the others it can still do its work;
   * one that names what is not there would never start.
   */
  public List<Destination> mountable(String namespace, Collection<Destination> destinations) {
    return destinations.stream()
        .filter(each -> gaps(namespace, Needs.ofDestination(each)).isEmpty())
        .toList();
  }

  /**
   * What is not there of what a Job needs that can do with one of the destinations.
   *
   * @param needs what it needs besides
   */
  public List<Gap> gaps(
      String namespace, Collection<Need> needs, Collection<Destination> destinations) {
    List<Gap> gaps = new ArrayList<>(gaps(namespace, needs));
    if (mountable(namespace, destinations).isEmpty()) {
      destinations.forEach(each -> gaps.addAll(gaps(namespace, Needs.ofDestination(each))));
    }
    return gaps;
  }

  /**
   * What tells one state of it from another: a Secret that is changed has another version. Its
   * content is not looked at.
   */
  public String version(String namespace, Need need) {
    try {
      return Optional.ofNullable(find(namespace, need))
          .map(HasMetadata::getMetadata)
          // Of a claim only its being there counts: it changes when it is bound.
          .map(it -> it.getUid() + (need instanceof Need.Volume ? "" : it.getResourceVersion()))
          .orElse("missing");
    } catch (KubernetesClientException e) {
      return ApiErrors.missingPermission(e).map(sentence -> "not permitted").orElseThrow(() -> e);
    }
  }

  private HasMetadata find(String namespace, Need need) {
    if (need instanceof Need.SecretKey secret) {
      return secret(namespace, secret);
    }
    return need instanceof Need.ConfigMapKey configMap
        ? configMap(namespace, configMap)
        : claim(namespace, (Need.Volume) need);
  }

  private Secret secret(String namespace, Need.SecretKey need) {
    return client.secrets().inNamespace(namespace).withName(need.name()).get();
  }

  private ConfigMap configMap(String namespace, Need.ConfigMapKey need) {
    return client.configMaps().inNamespace(namespace).withName(need.name()).get();
  }

  private PersistentVolumeClaim claim(String namespace, Need.Volume need) {
    return client.persistentVolumeClaims().inNamespace(namespace).withName(need.name()).get();
  }

  private Optional<Gap> gap(String namespace, Need need) {
    try {
      if (need instanceof Need.SecretKey secret) {
        return secretGap(namespace, secret);
      }
      if (need instanceof Need.ConfigMapKey configMap) {
        return configMapGap(namespace, configMap);
      }
      return volumeGap(namespace, (Need.Volume) need);
    } catch (KubernetesClientException e) {
      return Optional.of(denied(e));
    }
  }

  private static Gap denied(KubernetesClientException e) {
    return new Gap(Reason.PermissionMissing, ApiErrors.missingPermission(e).orElseThrow(() -> e));
  }

  private Optional<Gap> secretGap(String namespace, Need.SecretKey need) {
    Secret secret = secret(namespace, need);
    String what = "Secret \"%s\", key \"%s\"".formatted(need.name(), need.key());
    if (secret == null) {
      return waiting(Reason.SecretMissing, what, "the Secret does not exist");
    }
    return keyGap(Reason.SecretMissing, what, () -> secret.getData(), need.key());
  }

  private Optional<Gap> configMapGap(String namespace, Need.ConfigMapKey need) {
    ConfigMap configMap = configMap(namespace, need);
    String what = "ConfigMap \"%s\", key \"%s\"".formatted(need.name(), need.key());
    if (configMap == null) {
      return waiting(Reason.ConfigMapMissing, what, "the ConfigMap does not exist");
    }
    return keyGap(Reason.ConfigMapMissing, what, configMap::getData, need.key());
  }

  private static Optional<Gap> keyGap(
      Reason reason, String what, Supplier<Map<String, String>> data, String key) {
    String value = Optional.ofNullable(data.get()).orElse(Map.of()).get(key);
    if (value == null) {
      return waiting(reason, what, "it has no such key");
    }
    return value.isEmpty() ? waiting(reason, what, "the key is empty") : Optional.empty();
  }

  private Optional<Gap> volumeGap(String namespace, Need.Volume need) {
    return claim(namespace, need) == null
        ? waiting(
            Reason.ClaimMissing,
            "PersistentVolumeClaim \"%s\"".formatted(need.name()),
            "it does not exist")
        : Optional.empty();
  }

  private static Optional<Gap> waiting(Reason reason, String what, String why) {
    return Optional.of(new Gap(reason, "waiting for " + what + ": " + why));
  }
}
