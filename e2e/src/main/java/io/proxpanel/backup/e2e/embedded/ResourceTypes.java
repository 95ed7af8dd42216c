package io.proxpanel.backup.e2e.embedded;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The types that are served; those of custom resources come with their definitions. */
final class ResourceTypes {
  private final List<ResourceType> types = new CopyOnWriteArrayList<>(ResourceType.builtIns());

  /** Adds a type, or takes the place of an older definition of it. */
  void define(ResourceType type) {
    types.removeIf(type::is);
    types.add(type);
  }

  /** The type at a path. */
  Optional<ResourceType> find(String group, String version, String plural) {
    return types.stream()
        .filter(type -> type.group().equals(group))
        .filter(type -> type.version().equals(version))
        .filter(type -> type.plural().equals(plural))
        .findFirst();
  }

  /** The type of an object, by its own words. */
  Optional<ResourceType> ofKind(String apiVersion, String kind) {
    return types.stream()
        .filter(type -> type.apiVersion().equals(apiVersion) && type.kind().equals(kind))
        .findFirst();
  }

  /** {@code group/version} of everything outside the core group. */
  Set<String> groupVersions() {
    Set<String> all = new LinkedHashSet<>();
    types.stream()
        .filter(type -> !type.group().isEmpty())
        .forEach(type -> all.add(type.apiVersion()));
    return all;
  }

  /** The types of one group and version. */
  List<ResourceType> of(String apiVersion) {
    List<ResourceType> found = new ArrayList<>(types);
    found.removeIf(type -> !type.apiVersion().equals(apiVersion));
    return found;
  }
}
