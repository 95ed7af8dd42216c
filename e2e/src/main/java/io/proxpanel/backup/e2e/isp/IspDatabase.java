package io.proxpanel.backup.e2e.isp;

import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A database on a test server that belongs to a role without any privilege beyond it, as a panel's
 * does.
 *
 * @param server where it is
 * @param name of the database
 * @param role that owns it
 * @param password of the role
 */
public record IspDatabase(PostgresServer server, String name, String role, String password) {
  private static final List<String> SCRIPTS =
      List.of("load.sql", "schema.sql", "data.sql", "finish.sql", "checksums.sql");

  /** Creates the role and an empty database, named {@code proxpanel} both. */
  public static IspDatabase create(PostgresServer server, String password) {
    server.createRole("proxpanel", password);
    server.createDatabase("proxpanel", "proxpanel");
    return new IspDatabase(server, "proxpanel", "proxpanel", password);
  }

  /**
   * Fills it. The same size always gives the same rows.
   *
   * @param subscribers at least 1; 30,000 with 12 months is the database of the benchmarks
   * @param months of accounting and invoices, at least 1; 7 accounting rows per subscriber and
   *     month
   */
  public void load(int subscribers, int months) {
    run("load.sql", List.of("subscribers=" + subscribers, "months=" + months));
  }

  /** What is in it now, for a comparison with what will be. */
  public Checksums checksums() {
    return Checksums.parse(run("checksums.sql", List.of()));
  }

  /** Runs SQL as the owner; see {@link PostgresServer#psql(String, String)}. */
  public String psql(String sql) {
    return server.psql(name, role, password, sql);
  }

  /**
   * Copies the scripts out of the jar, for psql to read.
   *
   * @return the copies, to be run by their names ({@code load.sql}, {@code checksums.sql})
   */
  public static List<Path> copyScripts(Path folder) throws IOException {
    List<Path> copies = new ArrayList<>();
    for (String script : SCRIPTS) {
      try (InputStream in = IspDatabase.class.getResourceAsStream("/isp/" + script)) {
        Path copy = folder.resolve(script);
        Files.copy(in, copy);
        copies.add(copy);
      }
    }
    return copies;
  }

  /** One of the scripts; {@code load.sql} is the three that it includes, for a psql elsewhere. */
  public static String script(String name) {
    if (name.equals("load.sql")) {
      return script("schema.sql") + script("data.sql") + script("finish.sql");
    }
    try (InputStream in = IspDatabase.class.getResourceAsStream("/isp/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String run(String script, List<String> variables) {
    try {
      Path folder = Files.createTempDirectory("isp-");
      List<Path> created = new ArrayList<>(List.of(folder));
      try {
        created.addAll(copyScripts(folder));
        return server.psqlFile(name, role, password, folder.resolve(script), variables);
      } finally {
        Collections.reverse(created);
        for (Path path : created) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
