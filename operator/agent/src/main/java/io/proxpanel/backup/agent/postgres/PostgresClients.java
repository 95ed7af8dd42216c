package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveVersion;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The majors of PostgreSQL whose programs are installed, and which of them fits. */
public final class PostgresClients {
  private final Path root;
  private final NavigableMap<Integer, Path> folders;

  private PostgresClients(Path root, NavigableMap<Integer, Path> folders) {
    this.root = root;
    this.folders = folders;
  }

  /**
   * The programs of one major.
   *
   * @param major its number
   * @param folder that has them
   */
  public record Client(int major, Path folder) {
    String program(String name) {
      return folder.resolve(name).toString();
    }
  }

  /**
   * Looks which majors are there.
   *
   * @param root folder with {@code <major>/bin}
   * @throws AgentException {@code PgDumpTooOld} when there is none
   */
  public static PostgresClients below(Path root) throws AgentException {
    NavigableMap<Integer, Path> found = new TreeMap<>();
    try (Stream<Path> folders = Files.list(root)) {
      folders
          .filter(folder -> String.valueOf(folder.getFileName()).matches("[1-9][0-9]{0,3}"))
          .filter(
              folder ->
                  Stream.of("psql", "pg_dump", "pg_restore")
                      .allMatch(
                          program -> Files.isExecutable(folder.resolve("bin").resolve(program))))
          .forEach(
              folder ->
                  found.put(
                      Integer.valueOf(String.valueOf(folder.getFileName())),
                      folder.resolve("bin")));
    } catch (IOException e) {
      throw none(root, e);
    }
    if (found.isEmpty()) {
      throw none(root, null);
    }
    return new PostgresClients(root, found);
  }

  private static AgentException none(Path root, Throwable cause) {
    return new AgentException(
        ErrorCode.PgDumpTooOld,
        "No PostgreSQL programs are installed below "
            + root
            + " (psql, pg_dump and pg_restore in <major>/bin): use an image that has them.",
        cause);
  }

  /** The newest: it talks to servers of every major. */
  public Client newest() {
    return client(folders.lastEntry());
  }

  /**
   * The pg_dump for a server: the one of its major, else the next newer one, since an older pg_dump
   * refuses a newer server.
   *
   * @throws AgentException {@code PgDumpTooOld}, which names both versions
   */
  public Client forDump(int serverMajor, String serverVersion) throws AgentException {
    Map.Entry<Integer, Path> entry = folders.ceilingEntry(serverMajor);
    if (entry == null) {
      throw new AgentException(
          ErrorCode.PgDumpTooOld,
          "pg_dump "
              + folders.lastKey()
              + " cannot dump PostgreSQL "
              + serverVersion
              + ": this image has "
              + installed()
              + "; use an image that has "
              + serverMajor
              + ".");
    }
    return client(entry);
  }

  /** The warning about a dump that a reader of the server's own major may not read, or null. */
  public String dumpWarning(int serverMajor, String serverVersion, Client used) {
    if (used.major() == serverMajor) {
      return null;
    }
    return "PostgreSQL "
        + serverVersion
        + " was dumped with pg_dump "
        + used.major()
        + ", since this image has "
        + installed()
        + ": a panel with pg_restore "
        + serverMajor
        + " may not be able to read the file. Use an image that has "
        + serverMajor
        + ".";
  }

  /**
   * The pg_restore for an archive and a server: it must read the archive; the server's own major is
   * best, then the nearest newer one, then the newest.
   *
   * @throws AgentException {@code PgRestoreTooOld}, which names both versions
   */
  public Client forRestore(ArchiveVersion archive, int serverMajor) throws AgentException {
    NavigableMap<Integer, Path> readers = folders.tailMap(archive.oldestReader(), true);
    if (readers.isEmpty()) {
      throw new AgentException(
          ErrorCode.PgRestoreTooOld,
          "pg_restore "
              + folders.lastKey()
              + " cannot read the archive, which has version "
              + archive
              + " and needs pg_restore "
              + archive.oldestReader()
              + " or newer: this image has "
              + installed()
              + ".");
    }
    Map.Entry<Integer, Path> entry = readers.ceilingEntry(serverMajor);
    return client(entry == null ? readers.lastEntry() : entry);
  }

  /** The majors, for people. */
  String installed() {
    return folders.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static Client client(Map.Entry<Integer, Path> entry) {
    return new Client(entry.getKey(), entry.getValue());
  }

  @Override
  public String toString() {
    return root + ": " + installed();
  }
}
