package io.proxpanel.backup.e2e.embedded;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A pod's volumes as folders of this machine, and the translation of the paths that its container
 * believes in. A file of a Secret can be read by this user alone.
 */
final class PodFolder {
  private static final int LONGEST_MESSAGE = 4096;
  private static final String SCRATCH = "/tmp";
  private static final ResourceType SECRETS = type("secrets");
  private static final ResourceType CONFIG_MAPS = type("configmaps");

  private final Path folder;
  private final Map<String, Path> volumes = new HashMap<>();
  private final List<Mount> mounts = new ArrayList<>();

  private record Mount(String inside, String outside) {}

  /** Something that a volume needs is not there; the pod waits for it. */
  static final class NotReadyException extends Exception {
    private static final long serialVersionUID = 1L;

    NotReadyException(String message) {
      super(message);
    }
  }

  /** The pod needs what this kubelet cannot do: it waits for ever, and says so. */
  static final class NotEmulatedException extends Exception {
    private static final long serialVersionUID = 1L;

    NotEmulatedException(Volume volume) {
      super("the volume \"%s\" is of a kind that is not emulated".formatted(volume.getName()));
    }
  }

  private PodFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Lays out the volumes.
   *
   * @param folder of the pod; made here
   * @param claims folder with the volumes of claims, as {@code namespace/claim}
   * @throws NotReadyException in the words of a kubelet
   * @throws NotEmulatedException for a volume that would need a real one
   */
  static PodFolder prepare(Pod pod, Path folder, Path claims, Workloads workloads)
      throws IOException, NotReadyException, NotEmulatedException {
    PodFolder made = new PodFolder(folder);
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      for (Volume volume : pod.getSpec().getVolumes()) {
        made.volumes.put(volume.getName(), made.volume(pod, volume, claims, workloads));
      }
      made.mount(pod.getSpec().getContainers().get(0));
      return made;
    } catch (NotReadyException | NotEmulatedException e) {
      made.remove();
      throw e;
    }
  }

  private Path volume(Pod pod, Volume volume, Path claims, Workloads workloads)
      throws IOException, NotReadyException, NotEmulatedException {
    String namespace = pod.getMetadata().getNamespace();
    if (volume.getPersistentVolumeClaim() != null) {
      String claim = volume.getPersistentVolumeClaim().getClaimName();
      if (!workloads.hasClaim(namespace, claim)) {
        throw new NotReadyException("persistentvolumeclaim \"%s\" not found".formatted(claim));
      }
      return Files.createDirectories(claims.resolve(namespace).resolve(claim));
    }
    Path made = Files.createDirectory(folder.resolve("volume-" + volume.getName()));
    for (Keys each : keys(volume)) {
      each.read(namespace, workloads).forEach((path, bytes) -> write(made.resolve(path), bytes));
    }
    return made;
  }

  /** What of Secrets and ConfigMaps is in a volume. */
  private static List<Keys> keys(Volume volume) throws NotEmulatedException {
    if (volume.getEmptyDir() != null) {
      return List.of();
    }
    if (volume.getSecret() != null) {
      var secret = volume.getSecret();
      return List.of(
          new Keys(SECRETS, secret.getSecretName(), secret.getItems(), secret.getOptional()));
    }
    if (volume.getConfigMap() != null) {
      var map = volume.getConfigMap();
      return List.of(new Keys(CONFIG_MAPS, map.getName(), map.getItems(), map.getOptional()));
    }
    if (volume.getProjected() == null) {
      throw new NotEmulatedException(volume);
    }
    List<Keys> all = new ArrayList<>();
    for (VolumeProjection source : volume.getProjected().getSources()) {
      if (source.getSecret() != null) {
        var secret = source.getSecret();
        all.add(new Keys(SECRETS, secret.getName(), secret.getItems(), secret.getOptional()));
      } else if (source.getConfigMap() != null) {
        var map = source.getConfigMap();
        all.add(new Keys(CONFIG_MAPS, map.getName(), map.getItems(), map.getOptional()));
      } else {
        throw new NotEmulatedException(volume);
      }
    }
    return all;
  }

  private static ResourceType type(String plural) {
    return ResourceType.builtIns().stream()
        .filter(type -> type.plural().equals(plural))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Keys of a Secret or a ConfigMap as files.
   *
   * @param type which of both
   * @param items the keys; all when there are none
   * @param optional whether what is missing is left out, or null
   */
  private record Keys(ResourceType type, String name, List<KeyToPath> items, Boolean optional) {
    /** By path in the volume. */
    Map<String, byte[]> read(String namespace, Workloads workloads) throws NotReadyException {
      Optional<Map<String, String>> data = workloads.data(type, namespace, name);
      boolean mayLack = Boolean.TRUE.equals(optional);
      if (data.isEmpty() && !mayLack) {
        throw new NotReadyException(
            "MountVolume.SetUp failed: %s \"%s\" not found"
                .formatted(type.kind().toLowerCase(Locale.ROOT), name));
      }
      Map<String, String> values = data.orElse(Map.of());
      Map<String, byte[]> files = new HashMap<>();
      if (items.isEmpty()) {
        values.forEach((key, value) -> files.put(key, bytes(value)));
      }
      for (KeyToPath item : items) {
        String value = values.get(item.getKey());
        if (value != null) {
          files.put(item.getPath(), bytes(value));
        } else if (!mayLack) {
          throw new NotReadyException(
              "MountVolume.SetUp failed: \"%s\" references non-existent key: %s"
                  .formatted(name, item.getKey()));
        }
      }
      return files;
    }

    private byte[] bytes(String value) {
      return type.is(SECRETS)
          ? Base64.getDecoder().decode(value)
          : value.getBytes(StandardCharsets.UTF_8);
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void mount(Container container) {
    for (VolumeMount mount : container.getVolumeMounts()) {
      Path outside = volumes.get(mount.getName());
      if (mount.getSubPath() != null) {
        outside = outside.resolve(mount.getSubPath());
      }
      mounts.add(new Mount(mount.getMountPath(), outside.toString()));
    }
    // The longest path first, so that a mount inside another is not taken for the other.
    mounts.sort(Comparator.comparing((Mount mount) -> mount.inside().length()).reversed());
  }

  /** A text of the pod with the paths of this machine. */
  String outside(String text) {
    String told = text;
    for (Mount mount : mounts) {
      if (!mount.inside().equals(SCRATCH)) {
        told = told.replace(mount.inside(), mount.outside());
      }
    }
    return told;
  }

  /** A text of the program with the paths that the container would have seen. */
  String inside(String text) {
    String told = text;
    for (Mount mount : mounts) {
      told = told.replace(mount.outside(), mount.inside());
    }
    return told;
  }

  /** The folder that takes the place of {@code /tmp}. */
  Path scratch() throws IOException {
    for (Mount mount : mounts) {
      if (mount.inside().equals(SCRATCH)) {
        return Path.of(mount.outside());
      }
    }
    return Files.createDirectories(folder.resolve("tmp"));
  }

  /** The file that takes the place of the container's termination log. */
  Path terminationLog() {
    return folder.resolve("termination-log");
  }

  /** What the container left in its termination log, cut as the kubelet cuts. */
  String terminationMessage() throws IOException {
    if (!Files.exists(terminationLog())) {
      return null;
    }
    byte[] bytes = Files.readAllBytes(terminationLog());
    String text =
        new String(bytes, 0, Math.min(bytes.length, LONGEST_MESSAGE), StandardCharsets.UTF_8);
    return inside(text);
  }

  /** Removes the folder; the volumes of claims are not in it. */
  void remove() throws IOException {
    if (Files.exists(folder)) {
      FolderTree.delete(folder);
    }
  }
}
