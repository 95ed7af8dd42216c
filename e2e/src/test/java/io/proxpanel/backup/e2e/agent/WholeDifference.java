package io.proxpanel.backup.e2e.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that is not as it was.
 *
 * @param part which thing
 * @param lacks lines that it had and has not
 * @param additional lines that it has and had not
 */
record WholeDifference(WholePicture.Part part, List<String> lacks, List<String> additional) {
  private static final int MAX_LENGTH = 400;

  /** Copies the lists. */
  WholeDifference {
    lacks = List.copyOf(lacks);
    additional = List.copyOf(additional);
  }

  /**
   * Compares two texts line by line.
   *
   * @param before null where it was not there
   * @param after null where it is not there
   */
  static WholeDifference of(WholePicture.Part part, String before, String after) {
    List<String> lacks = lines(before);
    List<String> additional = lines(after);
    for (String line : lines(before)) {
      if (additional.remove(line)) {
        lacks.remove(line);
      }
    }
    if (lacks.isEmpty() && additional.isEmpty() && before != null && !before.equals(after)) {
      lacks.add("the order of: " + before);
    }
    return new WholeDifference(part, lacks, additional);
  }

  boolean isNone() {
    return lacks.isEmpty() && additional.isEmpty();
  }

  /** One line for people. */
  @Override
  public String toString() {
    String text =
        part.kind()
            + (part.schema().isEmpty() ? "" : " in " + part.schema())
            + ": "
            + part.name()
            + (lacks.isEmpty() ? "" : ": lacks " + lacks)
            + (additional.isEmpty() ? "" : ": has " + additional);
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }

  private static List<String> lines(String text) {
    return text == null ? new ArrayList<>() : new ArrayList<>(text.lines().toList());
  }
}
