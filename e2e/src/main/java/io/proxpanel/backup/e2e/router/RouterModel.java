package io.proxpanel.backup.e2e.router;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a router is.
 *
 * @param configuration name of the resource with its configuration
 * @param identity its name
 * @param version of RouterOS, with the channel, as {@code 7.16 (stable)}
 * @param board as {@code RB4011iGS+}; {@code CHR} for a virtual router, which has no board
 * @param serial number of the board
 * @param softwareId of the licence
 * @param architecture as {@code arm64}
 */
public record RouterModel(
    String configuration,
    String identity,
    String version,
    String board,
    String serial,
    String softwareId,
    String architecture) {
  private static final Pattern VERSION = Pattern.compile("^(\\d+)\\.(\\d+)");

  /** A PPPoE concentrator with RouterOS 6. */
  public static RouterModel six() {
    return new RouterModel(
        "edge-6",
        "edge-nord",
        "6.49.10 (long-term)",
        "RB4011iGS+",
        "D4440C1FE42A",
        "R98Z-YE17",
        "arm");
  }

  /** A small router at a customer's, with RouterOS 6, whose export has less than 4 KB. */
  public static RouterModel small() {
    return new RouterModel(
        "cpe-6",
        "cpe-0815",
        "6.49.10 (long-term)",
        "RB941-2nD",
        "A1B20C3D4E5F",
        "K7LM-22PQ",
        "smips");
  }

  /** A core router with RouterOS 7. */
  public static RouterModel seven() {
    return new RouterModel(
        "core-7",
        "core-sued",
        "7.16 (stable)",
        "CCR2116-12G-4S+",
        "HEV08AZ7K2N",
        "Q3HR-X5V6",
        "arm64");
  }

  /** The same with another version of RouterOS. */
  public RouterModel withVersion(String other) {
    return new RouterModel(configuration, identity, other, board, serial, softwareId, architecture);
  }

  /** The same with another name. */
  public RouterModel withIdentity(String other) {
    return new RouterModel(configuration, other, version, board, serial, softwareId, architecture);
  }

  /** The same without a board. */
  public RouterModel virtual() {
    return new RouterModel(configuration, identity, version, "CHR", "", softwareId, "x86_64");
  }

  /** Whether the version is at least this one. */
  public boolean isAtLeast(int major, int minor) {
    Matcher numbers = VERSION.matcher(version);
    if (!numbers.find()) {
      throw new IllegalStateException("no version: " + version);
    }
    int ownMajor = Integer.parseInt(numbers.group(1));
    return ownMajor > major || (ownMajor == major && Integer.parseInt(numbers.group(2)) >= minor);
  }

  /** How it is sold, which is another name than that of the model. */
  String boardName() {
    return board.equals("RB941-2nD") ? "hAP lite" : board;
  }

  boolean isVirtual() {
    return board.equals("CHR");
  }

  /** How its files end lines. */
  String lineEnd() {
    return isAtLeast(7, 0) ? "\n" : "\r\n";
  }

  /** A moment as this generation writes it. */
  String time(LocalDateTime moment) {
    String pattern = isAtLeast(7, 10) ? "yyyy-MM-dd HH:mm:ss" : "MMM/dd/yyyy HH:mm:ss";
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
        .format(moment)
        .toLowerCase(Locale.ENGLISH);
  }

  /** The lines with which it begins an export. */
  String header(LocalDateTime moment) {
    String number = version.replaceFirst(" .*", "");
    String start = "# " + time(moment) + " by RouterOS " + number + "\n";
    String id = "# software id = " + softwareId + "\n#\n";
    return isVirtual()
        ? start + id
        : start + id + "# model = " + board + "\n# serial number = " + serial + "\n";
  }
}
