package io.proxpanel.backup.e2e.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * OpenSSH's sshd with nothing but SFTP, on a free port of 127.0.0.1. It has a mount namespace of
 * its own, in which the user {@code nobody} has a password and a small disk is mounted: the machine
 * sees nothing of either. That needs root.
 */
public final class SshServer implements AutoCloseable {
  /** Types of the host keys, and of the keys that may log in. */
  public static final List<String> KEY_TYPES = List.of("ed25519", "ecdsa", "rsa");

  /** Size in bytes of {@link #smallDisk}. */
  public static final long SMALL_DISK_BYTES = 8L << 20;

  private static final Path SSHD = Path.of("/usr/sbin/sshd");
  private static final Path PRIVILEGE_SEPARATION = Path.of("/run/sshd");
  private static final String USER = "nobody";
  private static final String PASSWORD = "password of the test server ß";
  private static final int COMMAND_SECONDS = 60;
  private static final int START_ATTEMPTS = 300;

  private final Path folder;
  private final int port;
  private Process process;

  private SshServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /**
   * Makes keys and starts a server.
   *
   * @param folder an existing folder for the server's files; not removed on close
   * @throws IllegalStateException with what to install, or with the server's own words
   */
  public static SshServer start(Path folder) {
    if (!Files.isExecutable(SSHD)) {
      throw new IllegalStateException(
          "No SSH server at "
              + SSHD
              + ": install the packages openssh-server and openssh-client, as e2e/test does.");
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new IllegalStateException(
          "The SSH server of the tests needs a mount namespace: run them as root.");
    }
    try {
      SshServer server = new SshServer(folder, freePort());
      server.prepare();
      server.startAgain();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Address that the server listens on. */
  public String host() {
    return "127.0.0.1";
  }

  /** TCP port that the server listens on. */
  public int port() {
    return port;
  }

  /** Name of the user that can log in. */
  public String user() {
    return USER;
  }

  /** Password of the user. */
  public String password() {
    return PASSWORD;
  }

  /** Private key of the user, in the format of OpenSSH. */
  public Path clientKey(String type) {
    return folder.resolve("client_" + type);
  }

  /** Where the user is after the login, and may write. */
  public Path home() {
    return folder.resolve("home");
  }

  /** Where the user may not write. */
  public Path forbidden() {
    return folder.resolve("forbidden");
  }

  /** A disk of {@link #SMALL_DISK_BYTES}, which only the server sees. */
  public Path smallDisk() {
    return folder.resolve("small");
  }

  /** The public host key of a type, as in its file: type, key and comment. */
  public String hostKey(String type) {
    return text(folder.resolve("host_" + type + ".pub")).strip();
  }

  /** Its fingerprint, as {@code SHA256:…}, in the words of ssh-keygen. */
  public String fingerprint(String type) {
    return run("ssh-keygen", "-l", "-f", folder.resolve("host_" + type + ".pub").toString())
        .split(" ")[1];
  }

  /** The server's log, for messages of failed tests. */
  public String log() {
    return text(folder.resolve("sshd.log"));
  }

  /** Makes a key, in the format of OpenSSH unless an option says otherwise. */
  public static void makeKey(Path file, String type, String passphrase, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", "test", "-f"));
    command.add(file.toString());
    command.addAll(List.of(options));
    run(command.toArray(String[]::new));
  }

  /** Lets somebody log in with another key too. */
  public void authorize(Path publicKey) {
    try {
      Files.writeString(
          folder.resolve("authorized_keys"),
          text(folder.resolve("authorized_keys")) + text(publicKey));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Exchanges a host key, as a server that was set up anew. */
  public void renewHostKey(String type) {
    kill();
    makeHostKey(type);
    startAgain();
  }

  /** Kills the server and all of its sessions, as a power cut would. */
  public void kill() {
    if (process == null) {
      return;
    }
    List<ProcessHandle> sessions = process.descendants().toList();
    process.destroyForcibly();
    sessions.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    process = null;
  }

  /** Starts the server, on the same port, after {@link #kill}. */
  public void startAgain() {
    try {
      process =
          new ProcessBuilder("unshare", "--mount", "sh", "-e", folder.resolve("start").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("sshd.log").toFile()))
              .start();
      awaitListening();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private void prepare() throws IOException {
    // What the service's unit makes at its start; the server does not start without it.
    Files.createDirectories(PRIVILEGE_SEPARATION);
    openTheWayTo(folder);
    Files.createDirectories(home());
    Files.createDirectories(forbidden());
    Files.createDirectories(smallDisk());
    run("chown", USER, home().toString());
    StringBuilder authorized = new StringBuilder();
    for (String type : KEY_TYPES) {
      makeHostKey(type);
      makeKey(clientKey(type), type, "");
      authorized.append(text(Path.of(clientKey(type) + ".pub")));
    }
    Files.writeString(folder.resolve("authorized_keys"), authorized);
    writeShadow();
    Files.writeString(
        folder.resolve("start"),
        String.join(
            "\n",
            "mount --bind '" + folder.resolve("shadow") + "' /etc/shadow",
            "mount -t tmpfs -o mode=0777,size=" + SMALL_DISK_BYTES + " small '" + smallDisk() + "'",
            "exec " + SSHD + " -D -e -f '" + folder.resolve("sshd_config") + "'",
            ""));
    writeConfiguration();
  }

  private void makeHostKey(String type) {
    try {
      Path key = folder.resolve("host_" + type);
      Files.deleteIfExists(key);
      makeKey(key, type, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeShadow() throws IOException {
    String hash = run("openssl", "passwd", "-6", PASSWORD);
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("/etc/shadow")));
    lines.removeIf(line -> line.startsWith(USER + ":"));
    lines.add(USER + ":" + hash + ":19000:0:99999:7:::");
    Path shadow =
        Files.createFile(
            folder.resolve("shadow"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(shadow, lines);
  }

  private void writeConfiguration() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("ListenAddress 127.0.0.1");
    lines.add("Port " + port);
    KEY_TYPES.forEach(type -> lines.add("HostKey " + folder.resolve("host_" + type)));
    lines.addAll(
        List.of(
            "AuthorizedKeysFile " + folder.resolve("authorized_keys"),
            "StrictModes no",
            "UsePAM no",
            "UseDNS no",
            "PidFile none",
            "PasswordAuthentication yes",
            "KbdInteractiveAuthentication no",
            "PubkeyAuthentication yes",
            "MaxStartups 100:30:200",
            // Keys are renewed several times in each larger transfer.
            "RekeyLimit 1M",
            "Subsystem sftp internal-sftp",
            "ForceCommand internal-sftp -d " + home()));
    Path file = folder.resolve("sshd_config");
    Files.write(file, lines);
    // Since 9.8 a server refuses whoever failed a few times; older ones do not know the word.
    lines.add(0, "PerSourcePenalties no");
    Path newer = Files.write(folder.resolve("sshd_config.newer"), lines);
    if (accepts(newer)) {
      Files.move(newer, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static boolean accepts(Path configuration) throws IOException {
    Process check =
        new ProcessBuilder(SSHD.toString(), "-t", "-f", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return check.onExit().join().exitValue() == 0;
  }

  /** The user must be able to pass through the folders above its own. */
  private static void openTheWayTo(Path folder) throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    for (Path p = folder.toAbsolutePath(); p != null; p = p.getParent()) {
      if (p.startsWith(temporary) && !p.equals(temporary)) {
        run("chmod", "o+x", p.toString());
      }
    }
  }

  private void awaitListening() throws IOException {
    for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
      if (!process.isAlive()) {
        throw new IllegalStateException("sshd did not start: " + log());
      }
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(host(), port), 1000);
        return;
      } catch (IOException e) {
        pause();
      }
    }
    throw new IllegalStateException("sshd does not listen on port " + port + ": " + log());
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String run(String... command) {
    try {
      Path output = Files.createTempFile("ssh-", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException(command[0] + " did not end in time");
        }
        String said = text(output);
        if (process.exitValue() != 0) {
          throw new IllegalStateException(command[0] + ": " + said);
        }
        return said.strip();
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String text(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return String.join("\n", lines.toList()) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
