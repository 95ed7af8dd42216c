package io.proxpanel.backup.e2e.ftp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the FTP servers are that e2e/lib/ftp-servers fetched. */
final class FtpInstallation {
  private static final String ROOT_VARIABLE = "BACKUP_FTP_SERVERS_ROOT";
  private static final Path DEFAULT_ROOT = Path.of("/var/cache/proxpanel-backup/ftp-servers");

  private FtpInstallation() {}

  /**
   * A program of a server.
   *
   * @throws IllegalStateException with what to do, when it is missing
   */
  static String program(String server, String name) {
    Path program = root().resolve(server).resolve("programs").resolve(name);
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(
          "No FTP server at "
              + program
              + ": run e2e/lib/ftp-servers, and put the folder that it prints into the environment"
              + " as "
              + ROOT_VARIABLE
              + ".");
    }
    return program.toString();
  }

  /** A folder of a server's package, as {@code usr/lib/proftpd}. */
  static Path folder(String server, String path) {
    return root().resolve(server).resolve(path);
  }

  private static Path root() {
    return Optional.ofNullable(System.getenv(ROOT_VARIABLE)).map(Path::of).orElse(DEFAULT_ROOT);
  }
}
