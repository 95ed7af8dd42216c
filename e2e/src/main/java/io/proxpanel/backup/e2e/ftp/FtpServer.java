package io.proxpanel.backup.e2e.ftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A private FTP server on a free port of 127.0.0.1, with one user who sees a folder of the test as
 * the root and who may write in its folder {@code backups} only. vsftpd and Pure-FTPd have to be
 * started as root, since they change the root and the user. ProFTPD is there for all who can start
 * it: the user's folder is then where the login leads to, and not the root.
 */
public final class FtpServer implements AutoCloseable {
  /** The user's password. */
  public static final String PASSWORD = "pass word-of-the-test";

  private static final int START_MILLIS = 20_000;
  private static final int POLL_MILLIS = 20;
  private static final int PASSIVE_PORTS = 40;
  private static final int DAEMON = 1;

  private final FtpServerKind kind;
  private final Setting setting;
  private Process process;

  /** How connections are protected. */
  public enum Tls {
    /** Not at all. */
    NONE,
    /** From AUTH TLS on, and required. */
    EXPLICIT,
    /** From the first byte on. */
    IMPLICIT
  }

  /**
   * What a test wants of a server.
   *
   * @param certificate for TLS, or null
   * @param onlyTls13 whether older versions are refused
   * @param maxClients how many control connections it takes
   * @param hashes whether it computes hashes, if it can
   * @param diskBytes room in the folder {@code backups}, which only the server sees then; 0 for
   *     that of the machine
   * @param clients PEM file with the authority that clients' certificates must come from, or null
   *     where none is asked for; ProFTPD only
   * @param host address to listen at, {@code 127.0.0.1} or {@code ::1}; ProFTPD only
   */
  public record Options(
      Tls tls,
      TestCertificate certificate,
      boolean onlyTls13,
      int maxClients,
      boolean hashes,
      long diskBytes,
      Path clients,
      String host) {
    private static final String LOOPBACK = "127.0.0.1";

    /** No TLS. */
    public static Options plain() {
      return tls(Tls.NONE, null);
    }

    /** TLS. */
    public static Options tls(Tls tls, TestCertificate certificate) {
      return new Options(tls, certificate, false, 20, true, 0, null, LOOPBACK);
    }

    /** The same with TLS 1.3 only. */
    public Options withOnlyTls13() {
      return new Options(tls, certificate, true, maxClients, hashes, diskBytes, clients, host);
    }

    /** The same with another limit of control connections. */
    public Options withMaxClients(int most) {
      return new Options(tls, certificate, onlyTls13, most, hashes, diskBytes, clients, host);
    }

    /** The same without hashes. */
    public Options withoutHashes() {
      return new Options(tls, certificate, onlyTls13, maxClients, false, diskBytes, clients, host);
    }

    /** The same with a disk of its own of that size. */
    public Options withDisk(long bytes) {
      return new Options(tls, certificate, onlyTls13, maxClients, hashes, bytes, clients, host);
    }

    /** The same for clients whose certificate comes from that authority. */
    public Options withClientsOf(Path authority) {
      return new Options(
          tls, certificate, onlyTls13, maxClients, hashes, diskBytes, authority, host);
    }

    /** The same at another address. */
    public Options at(String address) {
      return new Options(
          tls, certificate, onlyTls13, maxClients, hashes, diskBytes, clients, address);
    }
  }

  /** Where a server has its things. */
  record Setting(Path folder, Path home, int port, int firstPassivePort, Options options) {
    int lastPassivePort() {
      return firstPassivePort + PASSIVE_PORTS - 1;
    }
  }

  private FtpServer(FtpServerKind kind, Setting setting) {
    this.kind = kind;
    this.setting = setting;
  }

  /**
   * Starts a server.
   *
   * @param folder an existing folder for its files; not removed on close
   * @throws IllegalStateException with the server's own words when it does not start
   */
  public static FtpServer start(FtpServerKind kind, Path folder, Options options) {
    if (!isRoot() && kind != FtpServerKind.PROFTPD) {
      throw new IllegalStateException(
          kind + " changes the root and the user, which only root may: run the tests as root.");
    }
    try {
      Path home = Files.createDirectories(folder.resolve("home"));
      Path writable = Files.createDirectories(home.resolve("backups"));
      if (isRoot()) {
        Files.setAttribute(writable, "unix:uid", DAEMON);
        Files.setAttribute(writable, "unix:gid", DAEMON);
        openTheWayTo(home);
      }
      FtpServer server =
          new FtpServer(
              kind,
              new Setting(
                  folder,
                  home,
                  freePorts(options.host(), 1, 10_000),
                  freePorts(options.host(), PASSIVE_PORTS, 20_000),
                  options));
      server.startAgain();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether this process may change the user and the root. */
  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Which one it is. */
  public FtpServerKind kind() {
    return kind;
  }

  /** Port of control connections. */
  public int port() {
    return setting.port();
  }

  /** What the user sees as the root. */
  public Path home() {
    return setting.home();
  }

  /** Starts it, on the same port, after {@link #kill()}. */
  public void startAgain() {
    try {
      Path log = setting.folder().resolve("output.log");
      ProcessBuilder builder =
          new ProcessBuilder(onItsDisk(kind.command(setting)))
              .directory(setting.folder().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().put("OPENSSL_CONF", openssl().toString());
      process = builder.start();
      awaitStart(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Kills it with all its sessions, as a power cut would. */
  public void kill() {
    List<ProcessHandle> sessions = process.descendants().toList();
    process.destroyForcibly();
    sessions.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor(START_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** The disk is mounted where nobody else sees it, and goes with the server. */
  private List<String> onItsDisk(List<String> command) {
    if (setting.options().diskBytes() == 0) {
      return command;
    }
    String mount = "mount -t tmpfs -o mode=0777,size=$0 small \"$1\" && shift && exec \"$@\"";
    List<String> all =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                mount,
                String.valueOf(setting.options().diskBytes()),
                setting.home().resolve("backups").toString()));
    all.addAll(command);
    return all;
  }

  private void awaitStart(Path log) throws IOException, InterruptedException {
    for (int waited = 0; waited < START_MILLIS && process.isAlive(); waited += POLL_MILLIS) {
      try (Socket socket = new Socket(setting.options().host(), port())) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
    kill();
    throw new IllegalStateException(kind + " did not start: " + Files.readString(log));
  }

  /** Not every server can be told which versions of TLS to speak; their library can. */
  private Path openssl() throws IOException {
    return Files.write(
        setting.folder().resolve("openssl.cnf"),
        List.of(
            "openssl_conf = all",
            "[all]",
            "ssl_conf = ssl",
            "[ssl]",
            "system_default = versions",
            "[versions]",
            "MinProtocol = " + (setting.options().onlyTls13() ? "TLSv1.3" : "TLSv1.2")));
  }

  /** Ports below those that the system gives away by itself. */
  private static int freePorts(String host, int count, int from) {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int first = from + ThreadLocalRandom.current().nextInt(10_000);
      if (allFree(host, first, count)) {
        return first;
      }
    }
    throw new IllegalStateException("no " + count + " free ports in a row");
  }

  private static boolean allFree(String host, int first, int count) {
    for (int port = first; port < first + count; port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
        if (!socket.isBound()) {
          return false;
        }
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  /** The server's user must be able to pass through the folders above its own. */
  private static void openTheWayTo(Path folder) throws IOException {
    for (Path p = folder.toAbsolutePath().getParent(); p != null; p = p.getParent()) {
      if (p.startsWith(System.getProperty("java.io.tmpdir")) && p.getNameCount() > 1) {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(p);
        if (mode.add(PosixFilePermission.OTHERS_EXECUTE)) {
          Files.setPosixFilePermissions(p, mode);
        }
      }
    }
  }
}
