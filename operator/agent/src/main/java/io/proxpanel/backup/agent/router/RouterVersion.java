package io.proxpanel.backup.agent.router;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of RouterOS: {@code 6.49.18}, {@code 7.16.2 (stable)}, {@code 7.17rc1}.
 *
 * @param major 6 or 7
 * @param minor what stands after the first dot
 * @param patch 0 where there is none
 */
public record RouterVersion(int major, int minor, int patch) implements Comparable<RouterVersion> {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})(?:\\.([0-9]{1,4}))?(?![0-9.]).*");

  /** The version that a router or an export says; empty when it is none, or null. */
  public static Optional<RouterVersion> of(String text) {
    Matcher form = FORM.matcher(text == null ? "" : text);
    return form.matches()
        ? Optional.of(
            new RouterVersion(number(form.group(1)), number(form.group(2)), number(form.group(3))))
        : Optional.empty();
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** Whether {@code /file/read} hands out files of any size. */
  public boolean readsFilesInPieces() {
    return major > 7 || (major == 7 && minor >= 13);
  }

  /** Whether an export hides passwords and keys unless it is told to show them. */
  public boolean hidesSensitive() {
    return major >= 7;
  }

  @Override
  public int compareTo(RouterVersion other) {
    if (major != other.major) {
      return Integer.compare(major, other.major);
    }
    return minor != other.minor
        ? Integer.compare(minor, other.minor)
        : Integer.compare(patch, other.patch);
  }

  @Override
  public String toString() {
    return major + "." + minor + (patch == 0 ? "" : "." + patch);
  }
}
