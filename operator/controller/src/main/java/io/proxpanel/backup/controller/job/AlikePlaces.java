package io.proxpanel.backup.controller.job;

import io.proxpanel.backup.api.v1.Destination;
import java.util.List;
import java.util.Optional;

/**
 * Destinations that are one place: what is stored at both is there once, and would count as two
 * copies. Pure.
 */
public final class AlikePlaces {
  private AlikePlaces() {}

  /** A sentence about the first two; empty when no two are alike. */
  public static Optional<String> among(List<Destination> destinations) {
    return destinations.stream()
        .map(each -> before(each, destinations))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** A sentence where one that is written before this one is the same place. */
  public static Optional<String> before(Destination destination, List<Destination> all) {
    return all.stream()
        .takeWhile(each -> !each.name().equals(destination.name()))
        .filter(each -> key(each).equals(key(destination)))
        .findFirst()
        .map(
            each ->
                ("the destinations \"%s\" and \"%s\" are the same place (%s): one copy would count"
                        + " as two, so leave one of them out")
                    .formatted(each.name(), destination.name(), Places.inWords(destination)));
  }

  /** The same server shows two users different folders, and the cloud service two licences. */
  private static List<Object> key(Destination destination) {
    String location = Places.location(destination, "").replaceAll("(?<!:)/+", "/");
    Object service = destination.s3() == null ? "" : String.valueOf(destination.s3().endpoint());
    return List.of(location, service, user(destination), Places.logins(destination).toList());
  }

  private static String user(Destination destination) {
    if (destination.ftp() != null) {
      return String.valueOf(destination.ftp().username());
    }
    return destination.sftp() == null ? "" : String.valueOf(destination.sftp().username());
  }
}
