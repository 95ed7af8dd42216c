package io.proxpanel.backup.e2e.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One installed major version of PostgreSQL.
 *
 * @param major its number
 * @param bin folder with initdb, postgres, pg_dump and the rest
 */
public record PostgresInstallation(int major, Path bin) {
  /** Environment variable that names the folder with one folder by major. */
  public static final String ROOT_VARIABLE = "BACKUP_POSTGRES_ROOT";

  private static final Path DEFAULT_ROOT = Path.of("/usr/lib/postgresql");

  /** The folder that has one folder by major: the environment's, or Debian's. */
  public static Path root() {
    return Optional.ofNullable(System.getenv(ROOT_VARIABLE)).map(Path::of).orElse(DEFAULT_ROOT);
  }

  /**
   * Every installed server, oldest first.
   *
   * @throws IllegalStateException with the package to install, when there is none
   */
  public static List<PostgresInstallation> servers() {
    Map<Integer, PostgresInstallation> found = new TreeMap<>();
    try (Stream<Path> folders = Files.list(root())) {
      folders
          .filter(folder -> Files.isExecutable(folder.resolve("bin/initdb")))
          .filter(folder -> name(folder).matches("\\d+"))
          .map(
              folder ->
                  new PostgresInstallation(Integer.parseInt(name(folder)), folder.resolve("bin")))
          .forEach(installation -> found.put(installation.major(), installation));
    } catch (IOException e) {
      throw new IllegalStateException(missing(), e);
    }
    if (found.isEmpty()) {
      throw new IllegalStateException(missing());
    }
    return List.copyOf(found.values());
  }

  /** The oldest and the newest, for what no major between them does in a way of its own. */
  public static List<PostgresInstallation> ends() {
    List<PostgresInstallation> all = servers();
    return all.size() == 1 ? all : List.of(all.get(0), newest());
  }

  /** The installed server of the newest major. */
  public static PostgresInstallation newest() {
    List<PostgresInstallation> all = servers();
    return all.get(all.size() - 1);
  }

  /** Path of one of the programs. */
  public String program(String name) {
    return bin.resolve(name).toString();
  }

  private static String name(Path folder) {
    return String.valueOf(folder.getFileName());
  }

  private static String missing() {
    return "No PostgreSQL server below " + root() + ": install the package postgresql.";
  }
}
