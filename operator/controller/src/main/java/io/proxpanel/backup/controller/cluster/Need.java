package io.proxpanel.backup.controller.cluster;

/** What has to be there before a Job can start. All in the namespace of the resource. */
public sealed interface Need {

  /**
   * A key of a Secret.
   *
   * @param name of the Secret
   * @param key in it
   */
  record SecretKey(String name, String key) implements Need {}

  /**
   * A key of a ConfigMap.
   *
   * @param name of the ConfigMap
   * @param key in it
   */
  record ConfigMapKey(String name, String key) implements Need {}

  /**
   * A PersistentVolumeClaim.
   *
   * @param name of the claim
   */
  record Volume(String name) implements Need {}
}
