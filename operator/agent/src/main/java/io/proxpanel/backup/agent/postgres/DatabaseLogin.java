package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.format.SecretFile;
import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the child processes log in: a connection string without secrets, and a password file in a
 * folder of its own that is removed however the work ends.
 */
public final class DatabaseLogin implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseLogin.class);
  private static final int MAX_APPLICATION_NAME = 63;

  /** Only where the server has proven who it is may it ask for the password itself. */
  private static final Set<String> VERIFIED = Set.of("verify-ca", "verify-full");

  private static final String CONNECT_SECONDS = "10";

  private final DatabaseAddress address;
  private final String username;
  private final Path folder;
  private final Cleanup.Entry cleanup;

  private DatabaseLogin(DatabaseAddress address, String username, Path folder, Cleanup cleanup) {
    this.address = address;
    this.username = username;
    this.folder = folder;
    this.cleanup = cleanup.add(this::removeFolder);
  }

  /** One that has nothing of its own to remove. */
  private DatabaseLogin(DatabaseAddress address, String username, Path folder) {
    this.address = address;
    this.username = username;
    this.folder = folder;
    this.cleanup = () -> {};
  }

  /**
   * Reads role and password and writes the password file.
   *
   * @param address of the database
   * @param scratch folder for files that are needed meanwhile
   * @param cleanup removes them
   * @throws AgentException {@code SecretUnreadable}, {@code TaskInvalid}, {@code InputOutput}
   */
  public static DatabaseLogin open(DatabaseAddress address, Path scratch, Cleanup cleanup)
      throws AgentException {
    if (address.host() == null || address.host().isEmpty() || address.host().contains(",")) {
      throw new AgentException(
          ErrorCode.TaskInvalid,
          "The database's host \"" + address.host() + "\" is not one name or address.");
    }
    String username =
        address.usernameFile() == null
            ? address.username()
            : SecretFile.readText("database username", Path.of(address.usernameFile()));
    byte[] password =
        SecretFile.read("database password", Path.of(address.passwordFile())).password();
    try {
      return cleanup.making(
          () -> {
            Path folder =
                Files.createTempDirectory(
                    scratch,
                    "login-",
                    PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rwx------")));
            DatabaseLogin login = new DatabaseLogin(address, username, folder, cleanup);
            login.writePasswordFile(password);
            return login;
          });
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.InputOutput,
          "The folder for temporary files, " + scratch + ", cannot be written.",
          e);
    }
  }

  /**
   * The same login to another database of the server. It uses this one's password file, and so
   * lives no longer.
   */
  public DatabaseLogin to(String database) {
    DatabaseAddress other =
        new DatabaseAddress(
            address.host(),
            address.port(),
            database,
            address.username(),
            address.usernameFile(),
            address.passwordFile(),
            address.sslMode(),
            address.caFile());
    return new DatabaseLogin(other, username, folder);
  }

  /** Name of the database. */
  public String database() {
    return address.name();
  }

  /** The role. */
  public String username() {
    return username;
  }

  /** Host and port, for people. */
  public String server() {
    return address.host() + ":" + address.port();
  }

  String host() {
    return address.host();
  }

  /**
   * The argument that names server, role and database to any of the programs. Each value is quoted,
   * so that none is taken for an option or for a connection string of its own.
   *
   * @param applicationName how the server's views name the session
   */
  String connection(String applicationName) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("host", address.host());
    parts.put("port", Integer.toString(address.port()));
    parts.put("user", username);
    parts.put("dbname", address.name());
    parts.put("passfile", passwordFile().toString());
    parts.put("sslmode", address.sslMode());
    parts.put("sslrootcert", address.caFile());
    parts.put("application_name", shorten(applicationName));
    parts.put("connect_timeout", CONNECT_SECONDS);
    // A server that has vanished without a word is noticed after a minute, not after two hours.
    parts.put("keepalives_idle", "30");
    parts.put("keepalives_interval", "10");
    parts.put("keepalives_count", "3");
    parts.put("tcp_user_timeout", "60000");
    StringBuilder all = new StringBuilder("--dbname=");
    parts.forEach(
        (name, value) -> {
          if (value != null) {
            all.append(name).append("='").append(escape(value)).append("' ");
          }
        });
    return all.toString().strip();
  }

  /** All of a child's environment. */
  Map<String, String> environment() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("HOME", folder.toString());
    all.put("LC_ALL", "C");
    all.put("PATH", "/usr/bin:/bin");
    all.put("TZ", "UTC");
    if (!VERIFIED.contains(String.valueOf(address.sslMode()))) {
      // A variable, since a libpq before 16 refuses the parameter and passes over the variable.
      all.put("PGREQUIREAUTH", "!password,!md5");
    }
    return all;
  }

  /** The name as the server keeps it. */
  static String shorten(String applicationName) {
    return applicationName.substring(0, Math.min(applicationName.length(), MAX_APPLICATION_NAME));
  }

  @Override
  public void close() {
    cleanup.close();
  }

  private Path passwordFile() {
    return folder.resolve("password");
  }

  private void writePasswordFile(byte[] password) throws AgentException, IOException {
    for (byte b : password) {
      if (b == '\n' || b == '\r' || b == 0) {
        throw new AgentException(
            ErrorCode.SecretUnreadable,
            "The database password has a line break or a zero byte in it: write the password alone,"
                + " on one line.");
      }
    }
    Path file =
        Files.createFile(
            passwordFile(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, passwordLine(password));
  }

  /** One line for any server: only one is ever asked. A colon and a backslash are escaped. */
  private static byte[] passwordLine(byte[] password) {
    byte[] start = "*:*:*:*:".getBytes(StandardCharsets.US_ASCII);
    byte[] line = Arrays.copyOf(start, start.length + 2 * password.length + 1);
    int length = start.length;
    for (byte b : password) {
      if (b == ':' || b == '\\') {
        line[length++] = '\\';
      }
      line[length++] = b;
    }
    line[length++] = '\n';
    return Arrays.copyOf(line, length);
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("'", "\\'");
  }

  private void removeFolder() {
    try {
      // psql may have left a file of its own in what it takes for the home folder.
      try (var files = Files.list(folder)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    } catch (IOException e) {
      LOG.atError()
          .addKeyValue("folder", folder)
          .log("password file could not be removed: {}", e.getMessage());
    }
  }
}
