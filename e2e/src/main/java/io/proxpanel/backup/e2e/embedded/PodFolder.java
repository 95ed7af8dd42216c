package io.proxpanel.backup.e2e.embedded;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
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

/**
 * A pod's volumes as folders of this machine, and the translation of the paths that its container
 * believes in. A file of a Secret can be read by this user alone.
 */
final class PodFolder {
  private static final int LONGEST_MESSAGE = 4096;
  private static final String SCRATCH = "/tmp";

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

  private PodFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Lays out the volumes.
   *
   * @param folder of the pod; made here
   * @param claims folder with the volumes of claims, as {@code namespace/claim}
   * @throws NotReadyException in the words of a kubelet
   */
  static PodFolder prepare(Pod pod, Path folder, Path claims, Workloads workloads)
      throws IOException, NotReadyException {
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
    } catch (NotReadyException e) {
      made.remove();
      throw e;
    }
  }

  private Path volume(Pod pod, Volume volume, Path claims, Workloads workloads)
      throws IOException, NotReadyException {
    String namespace = pod.getMetadata().getNamespace();
    if (volume.getPersistentVolumeClaim() != null) {
      String claim = volume.getPersistentVolumeClaim().getClaimName();
      if (!workloads.hasClaim(namespace, claim)) {
        throw new NotReadyException("persistentvolumeclaim \"%s\" not found".formatted(claim));
      }
      return Files.createDirectories(claims.resolve(namespace).resolve(claim));
    }
    Path made = Files.createDirectory(folder.resolve("volume-" + volume.getName()));
    if (volume.getSecret() != null) {
      String name = volume.getSecret().getSecretName();
      ResourceType secrets = type("secrets");
      files(made, data(secrets, namespace, name, workloads), volume.getSecret().getItems(), name)
          .forEach((path, text) -> write(path, Base64.getDecoder().decode(text)));
    } else if (volume.getConfigMap() != null) {
      String name = volume.getConfigMap().getName();
      ResourceType configMaps = type("configmaps");
      files(
              made,
              data(configMaps, namespace, name, workloads),
              volume.getConfigMap().getItems(),
              name)
          .forEach((path, text) -> write(path, text.getBytes(StandardCharsets.UTF_8)));
    } else if (volume.getEmptyDir() == null) {
      throw new NotReadyException(
          "volume \"%s\" is of a kind that is not emulated".formatted(volume.getName()));
    }
    return made;
  }

  private static ResourceType type(String plural) {
    return ResourceType.builtIns().stream()
        .filter(type -> type.plural().equals(plural))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> data(
      ResourceType type, String namespace, String name, Workloads workloads)
      throws NotReadyException {
    return workloads
        .data(type, namespace, name)
        .orElseThrow(
            () ->
                new NotReadyException(
                    "MountVolume.SetUp failed: %s \"%s\" not found"
                        .formatted(type.kind().toLowerCase(Locale.ROOT), name)));
  }

  private static Map<Path, String> files(
      Path volume, Map<String, String> data, List<KeyToPath> items, String name)
      throws NotReadyException {
    Map<Path, String> files = new HashMap<>();
    if (items.isEmpty()) {
      data.forEach((key, value) -> files.put(volume.resolve(key), value));
    }
    for (KeyToPath item : items) {
      String value = data.get(item.getKey());
      if (value == null) {
        throw new NotReadyException(
            "MountVolume.SetUp failed: \"%s\" references non-existent key: %s"
                .formatted(name, item.getKey()));
      }
      files.put(volume.resolve(item.getPath()), value);
    }
    return files;
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
