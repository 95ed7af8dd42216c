package io.proxpanel.backup.controller.job;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import io.proxpanel.backup.api.v1.ConfigMapKeyRef;
import io.proxpanel.backup.api.v1.LocalDestination;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is mounted into the agent's container: secrets as one file each, volumes as folders. It also
 * knows the other way round, so that a path in a message can be told as the object behind it.
 */
public final class Mounts {
  private static final String SECRETS = "/run/backup/secrets/";
  private static final String VOLUMES = "/run/backup/volumes/";
  private static final String FILE = "value";

  /** The volume of what is mounted beside many others. */
  private static final String SHARED = "shared";

  /** Where in that volume Secrets are that are a folder each. */
  private static final String FOLDERS = "by-name";

  private static final Pattern IN_FOLDER =
      Pattern.compile(
          Pattern.quote(SECRETS + SHARED + "/" + FOLDERS + "/") + "([a-z0-9.-]+)/([A-Za-z0-9_-]+)");

  /** Read by the owner's group, which {@code fsGroup} makes the agent's. */
  private static final int READ_ONLY_MODE = 0440;

  private final List<Volume> volumes = new ArrayList<>();
  private final List<VolumeMount> mounts = new ArrayList<>();
  private final Map<String, String> objects = new LinkedHashMap<>();
  private final Map<Object, String> shared = new LinkedHashMap<>();
  private final List<VolumeProjection> sources = new ArrayList<>();

  /** Mounts one key of a Secret and gives the path of its file. */
  public String secret(String role, SecretKeyRef key) {
    add(
        new VolumeBuilder()
            .withName(role)
            .withNewSecret()
            .withSecretName(key.name())
            .withDefaultMode(READ_ONLY_MODE)
            .addNewItem()
            .withKey(key.key())
            .withPath(FILE)
            .endItem()
            .endSecret()
            .build(),
        SECRETS + role,
        true);
    return file(role, "the Secret \"%s\", key \"%s\"".formatted(key.name(), key.key()));
  }

  /** Mounts one key of a ConfigMap and gives the path of its file. */
  public String configMap(String role, ConfigMapKeyRef key) {
    add(
        new VolumeBuilder()
            .withName(role)
            .withNewConfigMap()
            .withName(key.name())
            .withDefaultMode(READ_ONLY_MODE)
            .addNewItem()
            .withKey(key.key())
            .withPath(FILE)
            .endItem()
            .endConfigMap()
            .build(),
        SECRETS + role,
        true);
    return file(role, "the ConfigMap \"%s\", key \"%s\"".formatted(key.name(), key.key()));
  }

  /**
   * Mounts one key of a Secret beside many others in one volume, once however often it is asked
   * for. Where it does not exist the pod starts without the file.
   *
   * @return the path of its file
   */
  public String optional(SecretKeyRef key) {
    return beside(
        key,
        "the Secret \"%s\", key \"%s\"".formatted(key.name(), key.key()),
        (source, path) ->
            source
                .withNewSecret()
                .withName(key.name())
                .withOptional(true)
                .addNewItem(key.key(), null, path)
                .endSecret());
  }

  /** The same for one key of a ConfigMap. */
  public String optional(ConfigMapKeyRef key) {
    return beside(
        key,
        "the ConfigMap \"%s\", key \"%s\"".formatted(key.name(), key.key()),
        (source, path) ->
            source
                .withNewConfigMap()
                .withName(key.name())
                .withOptional(true)
                .addNewItem(key.key(), null, path)
                .endConfigMap());
  }

  /**
   * Mounts some keys of Secrets in the same volume, each Secret as a folder of its name. What does
   * not exist of them is missing there, and the pod starts all the same.
   *
   * @return the path of the folder that these are in
   */
  public String folders(Collection<String> secrets, Collection<String> keys) {
    for (String secret : secrets) {
      sources.add(
          new VolumeProjectionBuilder()
              .withNewSecret()
              .withName(secret)
              .withOptional(true)
              .withItems(
                  keys.stream()
                      .map(key -> new KeyToPath(key, null, FOLDERS + "/" + secret + "/" + key))
                      .toList())
              .endSecret()
              .build());
    }
    return SECRETS + SHARED + "/" + FOLDERS;
  }

  /** Gives the path of its file, and mounts it where that was not asked for before. */
  private String beside(
      Object key,
      String object,
      BiFunction<VolumeProjectionBuilder, String, VolumeProjectionBuilder> source) {
    return shared.computeIfAbsent(
        key,
        any -> {
          String place = String.valueOf(shared.size());
          sources.add(source.apply(new VolumeProjectionBuilder(), place + "/" + FILE).build());
          return file(SHARED + "/" + place, object);
        });
  }

  /** Mounts a claim and gives the path of the folder in it. */
  public String folder(String name, LocalDestination local, boolean readOnly) {
    add(
        new VolumeBuilder()
            .withName("volume-" + name)
            .withNewPersistentVolumeClaim()
            .withClaimName(local.claimName())
            .endPersistentVolumeClaim()
            .build(),
        VOLUMES + name,
        readOnly);
    objects.put(VOLUMES + name, "the claim \"" + local.claimName() + "\"");
    return local.path() == null || local.path().isEmpty()
        ? VOLUMES + name
        : VOLUMES + name + "/" + local.path();
  }

  private String file(String role, String object) {
    String path = SECRETS + role + "/" + FILE;
    objects.put(path, object);
    return path;
  }

  private void add(Volume volume, String path, boolean readOnly) {
    volumes.add(volume);
    mounts.add(mount(volume.getName(), path, readOnly));
  }

  private static VolumeMount mount(String volume, String path, boolean readOnly) {
    return new VolumeMountBuilder()
        .withName(volume)
        .withMountPath(path)
        .withReadOnly(readOnly ? Boolean.TRUE : null)
        .build();
  }

  List<Volume> volumes() {
    List<Volume> all = new ArrayList<>(volumes);
    if (!sources.isEmpty()) {
      all.add(
          new VolumeBuilder()
              .withName(SHARED)
              .withNewProjected()
              .withDefaultMode(READ_ONLY_MODE)
              .withSources(sources)
              .endProjected()
              .build());
    }
    return all;
  }

  List<VolumeMount> mounts() {
    List<VolumeMount> all = new ArrayList<>(mounts);
    if (!sources.isEmpty()) {
      all.add(mount(SHARED, SECRETS + SHARED, true));
    }
    return all;
  }

  /** The message with every path of a mount told as the object that a person can look at. */
  public String inWords(String message) {
    String told = message;
    for (Map.Entry<String, String> each : objects.entrySet()) {
      if (each.getKey().startsWith(SECRETS)) {
        told = told.replace("the file " + each.getKey(), each.getValue());
      }
      told = told.replace(each.getKey(), each.getValue());
    }
    return IN_FOLDER
        .matcher(told)
        .replaceAll(
            path ->
                Matcher.quoteReplacement(
                    "the Secret \"%s\", key \"%s\"".formatted(path.group(1), path.group(2))));
  }

  /** Whether the agent's message names a Secret that is mounted as a folder. */
  static boolean namesFolder(String message) {
    return IN_FOLDER.matcher(message).find();
  }
}
