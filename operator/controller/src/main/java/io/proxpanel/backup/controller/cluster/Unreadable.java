package io.proxpanel.backup.controller.cluster;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.proxpanel.backup.api.v1.BackupApi;
import java.util.Optional;

/**
 * A resource that this version of the operator does not understand, since a newer one has left it.
 * Only its metadata was read: nothing can be decided about it, and nothing is.
 */
public final class Unreadable {
  /** Says why, in the memory of this process alone. */
  static final String ANNOTATION = BackupApi.GROUP + "/unreadable";

  private static final int LONGEST_VALUE = 60;

  private Unreadable() {}

  /** Whether it is one. Every resource of ours has a spec. */
  public static boolean is(HasMetadata resource) {
    return resource instanceof CustomResource<?, ?> ours && ours.getSpec() == null;
  }

  /** Why, in words for people. */
  public static String why(HasMetadata resource) {
    return Optional.ofNullable(resource.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(ANNOTATION))
        .orElse("It has no spec.");
  }

  static String sentence(JsonMappingException problem) {
    return ("This version of the operator cannot read it: %s %s. It is left alone; update the operator,"
            + " or correct what it cannot read.")
        .formatted(path(problem), what(problem));
  }

  private static String what(JsonMappingException problem) {
    return problem instanceof InvalidFormatException format && format.getValue() != null
        ? "has the unknown value \"" + shortened(format.getValue().toString()) + "\""
        : "has an unknown form";
  }

  private static String shortened(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
  }

  private static String path(JsonMappingException problem) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference each : problem.getPath()) {
      if (each.getFieldName() == null) {
        path.append('[').append(each.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(each.getFieldName());
      }
    }
    return path.isEmpty() ? "all of it" : path.toString();
  }
}
