package io.proxpanel.backup.controller.job;

import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/**
 * What a folder and a file name of a resource may be. The schema refuses the same; a resource can
 * come past it where the definitions in the cluster are older than the operator.
 */
public final class PathRules {
  private PathRules() {}

  /**
   * The first folder that leads out of its volume.
   *
   * @param folders as written; null stands for the root
   * @param field where they are written
   */
  public static Optional<Failure> badFolder(Collection<String> folders, String field) {
    return folders.stream()
        .filter(Objects::nonNull)
        .filter(PathRules::leadsOut)
        .findFirst()
        .map(
            folder ->
                new Failure(
                    ErrorCode.NameInvalid,
                    ("%s is \"%s\": write a folder below the volume's root, without a leading /"
                            + " and without ..; nothing was started.")
                        .formatted(field, folder)));
  }

  /** The first destination on a volume whose folder leads out of it. */
  public static Optional<Failure> badFolders(Collection<Destination> destinations) {
    return badFolder(
        destinations.stream()
            .filter(each -> each.local() != null && each.local().path() != null)
            .map(each -> each.local().path())
            .toList(),
        "destinations.local.path");
  }

  /**
   * Whether the file name is more than a name.
   *
   * @param field where it is written
   */
  public static Optional<Failure> badName(String name, String field) {
    boolean bad =
        name.isEmpty()
            || name.contains("/")
            || name.contains("\\")
            || name.equals(".")
            || name.equals("..");
    return bad
        ? Optional.of(
            new Failure(
                ErrorCode.NameInvalid,
                "%s is \"%s\": write the file's name alone, without a folder; nothing was started."
                    .formatted(field, name)))
        : Optional.empty();
  }

  private static boolean leadsOut(String folder) {
    return folder.startsWith("/")
        || folder.indexOf('\0') >= 0
        || Arrays.asList(folder.split("/", -1)).contains("..");
  }
}
