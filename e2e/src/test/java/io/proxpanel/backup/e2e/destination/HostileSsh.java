package io.proxpanel.backup.e2e.destination;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.apache.sshd.sftp.common.SftpConstants;

/** An SSH server whose SFTP was written to do harm; it has an empty folder and takes any login. */
public final class HostileSsh implements AutoCloseable {
  /** What it does when its folder is listed. */
  public enum Deed {
    /** Names without an end. */
    ENDLESS_LISTING,
    /** Pieces without a name, without an end. */
    EMPTY_PIECES,
    /** An answer that says that it has four gigabytes. */
    ENDLESS_PACKET,
    /** A piece that has fewer names than it says. */
    WRONG_COUNT,
    /** A refusal with the password in it. */
    REPEATS_PASSWORD
  }

  private final SshServer server = SshServer.setUpDefaultServer();
  private final KeyPair key;
  private final Deed deed;
  private volatile String password;

  /** Starts on a free port of 127.0.0.1. */
  public HostileSsh(Deed deed) throws IOException {
    this.deed = deed;
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
      keys.initialize(2048);
      key = keys.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(key));
    server.setPasswordAuthenticator(
        (name, given, session) -> {
          password = given;
          return true;
        });
    server.setSubsystemFactories(List.of(new Sftp()));
    server.start();
  }

  /** Where it listens. */
  public int port() {
    return server.getPort();
  }

  /** Of its host key, as {@code SHA256:…}. */
  public String fingerprint() {
    return KeyUtils.getFingerPrint(key.getPublic());
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  /** Its SFTP. */
  private final class Sftp implements SubsystemFactory {
    @Override
    public String getName() {
      return "sftp";
    }

    @Override
    public Command createSubsystem(ChannelSession channel) {
      return new Session();
    }
  }

  /** One client. */
  private final class Session implements Command {
    private DataInputStream in;
    private DataOutputStream out;
    private ExitCallback exit;

    @Override
    public void setInputStream(InputStream stream) {
      in = new DataInputStream(stream);
    }

    @Override
    public void setOutputStream(OutputStream stream) {
      out = new DataOutputStream(stream);
    }

    @Override
    public void setErrorStream(OutputStream stream) {
      // It has nothing to say there.
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
      exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
      Thread thread = new Thread(this::run, "hostile-sftp");
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void destroy(ChannelSession channel) {
      // The streams are closed, which ends it.
    }

    private void run() {
      try {
        while (true) {
          byte[] packet = new byte[in.readInt()];
          in.readFully(packet);
          answer(packet);
        }
      } catch (IOException e) {
        exit.onExit(0);
      }
    }

    private void answer(byte[] packet) throws IOException {
      int type = packet[0] & 0xff;
      int id = ByteBuffer.wrap(packet, 1, 4).getInt();
      switch (type) {
        case SftpConstants.SSH_FXP_INIT -> send(SftpConstants.SSH_FXP_VERSION, 3, new byte[0]);
        case SftpConstants.SSH_FXP_OPENDIR -> send(SftpConstants.SSH_FXP_HANDLE, id, text("h"));
        case SftpConstants.SSH_FXP_READDIR -> list(id);
        case SftpConstants.SSH_FXP_STAT -> send(SftpConstants.SSH_FXP_ATTRS, id, new byte[4]);
        // After which another attempt looks at the folder first.
        case SftpConstants.SSH_FXP_OPEN -> status(id, SftpConstants.SSH_FX_FAILURE, "later");
        default -> status(id, SftpConstants.SSH_FX_NO_SUCH_FILE, "none");
      }
    }

    private void list(int id) throws IOException {
      switch (deed) {
        case ENDLESS_LISTING -> send(SftpConstants.SSH_FXP_NAME, id, names(3000, 3000));
        case EMPTY_PIECES -> send(SftpConstants.SSH_FXP_NAME, id, names(0, 0));
        case WRONG_COUNT -> send(SftpConstants.SSH_FXP_NAME, id, names(30_000, 1));
        case REPEATS_PASSWORD -> status(id, SftpConstants.SSH_FX_FAILURE, "not for " + password);
        case ENDLESS_PACKET -> {
          out.writeInt(Integer.MAX_VALUE);
          while (true) {
            out.write(new byte[8192]);
            out.flush();
          }
        }
        default -> throw new IllegalStateException(String.valueOf(deed));
      }
    }

    /** Entries of a folder, of which it may be said that there are more. */
    private byte[] names(int said, int number) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream names = new DataOutputStream(bytes);
      names.writeInt(said);
      for (int i = 0; i < number; i++) {
        names.write(text("somebody-elses-file-" + i));
        names.write(text("-rw-r--r-- 1 1 1 1 Nov 25 02:00 x"));
        names.writeInt(0);
      }
      return bytes.toByteArray();
    }

    private void status(int id, int code, String message) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      new DataOutputStream(bytes).writeInt(code);
      bytes.write(text(message));
      bytes.write(text(""));
      send(SftpConstants.SSH_FXP_STATUS, id, bytes.toByteArray());
    }

    private void send(int type, int id, byte[] rest) throws IOException {
      out.writeInt(5 + rest.length);
      out.writeByte(type);
      out.writeInt(id);
      out.write(rest);
      out.flush();
    }
  }

  private static byte[] text(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    new DataOutputStream(bytes).writeInt(utf8.length);
    bytes.write(utf8);
    return bytes.toByteArray();
  }
}
