package io.proxpanel.backup.e2e.router;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** A router with all its services. */
public final class RouterEmulator implements AutoCloseable {
  private static final int REMEMBERED = 1000;

  private final RouterModel model;
  private final RouterFiles files;
  private final RouterFaults faults = new RouterFaults();
  private final FileWriting writing;
  private final Deque<ApiRequest> requests = new ArrayDeque<>();
  private final ApiService api;
  private final ApiService apiSsl;
  private final FtpService ftp;
  private final SshService ssh;

  /**
   * Where a router listens.
   *
   * @param address of this machine
   * @param api port, or 0 for a free one, as all of them
   * @param apiSsl port; unused without TLS
   * @param ftp port
   * @param ssh port
   * @param passivePorts of FTP, as {@code 30000-30100}, or null for any
   */
  public record Ports(String address, int api, int apiSsl, int ftp, int ssh, String passivePorts) {
    /** Free ones on the loopback address. */
    public static Ports free() {
      return new Ports("127.0.0.1", 0, 0, 0, 0, null);
    }
  }

  /**
   * Starts a router.
   *
   * @param tls for the API's second port, or null for a router without a certificate
   * @param folder an empty one, for its files
   */
  public RouterEmulator(
      RouterModel model, List<RouterUser> users, Ports ports, SSLContext tls, Path folder)
      throws IOException {
    this.model = model;
    this.files = new RouterFiles(folder);
    this.writing = new FileWriting(model, RouterConfiguration.of(model), files, faults);
    List<String> active = new CopyOnWriteArrayList<>();
    RouterCommands commands = new RouterCommands(model, users, files, faults, writing, active);
    ApiService.Talk talk =
        client -> {
          ApiConversation conversation =
              new ApiConversation(client, model, users, commands, faults, active, this::remember);
          try {
            conversation.run();
          } finally {
            conversation.user().ifPresent(active::remove);
          }
        };
    InetAddress address = InetAddress.getByName(ports.address());
    this.api = new ApiService(address, ports.api(), null, talk);
    this.apiSsl = tls == null ? null : new ApiService(address, ports.apiSsl(), tls, talk);
    this.ftp = new FtpService(ports.address(), ports.ftp(), ports.passivePorts(), users, files);
    this.ssh = new SshService(ports.address(), ports.ssh(), users, files);
  }

  private void remember(ApiRequest request) {
    synchronized (requests) {
      if (requests.size() == REMEMBERED) {
        requests.removeFirst();
      }
      requests.addLast(request);
    }
  }

  /** What it is. */
  public RouterModel model() {
    return model;
  }

  /** What it does wrong. */
  public RouterFaults faults() {
    return faults;
  }

  /** What is on it. */
  public RouterFiles files() {
    return files;
  }

  /** The commands that it was given last. */
  public List<ApiRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** An export of now, as it would write it. */
  public byte[] exported(boolean sensitive) {
    return writing.exported(RouterConfiguration.Form.COMPACT, sensitive);
  }

  /** Port of the API in clear. */
  public int apiPort() {
    return api.port();
  }

  /** Whether it has a certificate, and so a port with TLS. */
  public boolean hasTls() {
    return apiSsl != null;
  }

  /** Port of the API with TLS. */
  public int apiSslPort() {
    if (apiSsl == null) {
      throw new IllegalStateException("this router has no certificate");
    }
    return apiSsl.port();
  }

  /** Port of FTP. */
  public int ftpPort() {
    return ftp.port();
  }

  /** Port of SSH. */
  public int sshPort() {
    return ssh.port();
  }

  /** Of its SSH host key, as {@code SHA256:…}. */
  public String hostKeyFingerprint() {
    return ssh.fingerprint();
  }

  @Override
  public void close() throws IOException {
    api.close();
    if (apiSsl != null) {
      apiSsl.close();
    }
    ftp.close();
    ssh.close();
    writing.close();
  }
}
