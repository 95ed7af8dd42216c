package io.proxpanel.backup.e2e.agent;

import io.proxpanel.backup.contract.RestoreOptions.Mode;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What restores brought back, kind by kind, by major and by who restored: for people to read. */
final class WholeTable {
  private final Map<WholeKind, Map<String, String>> cells = new EnumMap<>(WholeKind.class);

  /**
   * Adds a restore.
   *
   * @param before what there was
   * @param unsaid what is not as it was and was not named
   * @param named what is not as it was and was named
   */
  void add(
      PostgresInstallation installation,
      WholeRestorer who,
      Mode mode,
      WholePicture before,
      List<WholeDifference> unsaid,
      List<WholeDifference> named) {
    for (WholeKind kind : before.kinds()) {
      long differ = unsaid.stream().filter(d -> d.part().kind() == kind).count();
      long said = named.stream().filter(d -> d.part().kind() == kind).count();
      String cell = differ > 0 ? "**" + differ + " differ**" : said > 0 ? said + " named" : "equal";
      cells
          .computeIfAbsent(kind, any -> new TreeMap<>())
          .put(column(installation, who, mode), cell);
    }
  }

  /** Writes it as Markdown. */
  void write(Path file, List<PostgresInstallation> installations) throws IOException {
    StringBuilder text = new StringBuilder("| what |");
    StringBuilder rule = new StringBuilder("\n|---|");
    List<String> columns = columns(installations);
    for (String column : columns) {
      text.append(' ').append(column).append(" |");
      rule.append("---|");
    }
    text.append(rule).append('\n');
    for (WholeKind kind : cells.keySet()) {
      text.append("| ").append(kind.words()).append(" |");
      for (String column : columns) {
        text.append(' ').append(cells.get(kind).getOrDefault(column, "–")).append(" |");
      }
      text.append('\n');
    }
    Files.writeString(file, text);
    System.out.print(text);
  }

  private static List<String> columns(List<PostgresInstallation> installations) {
    return Stream.of(WholeRestorer.values())
        .flatMap(
            who ->
                who.modes()
                    .flatMap(
                        mode ->
                            installations.stream()
                                .map(installation -> column(installation, who, mode))))
        .toList();
  }

  private static String column(PostgresInstallation installation, WholeRestorer who, Mode mode) {
    return who.name().toLowerCase(Locale.ROOT) + ", " + mode + ", " + installation.major();
  }
}
