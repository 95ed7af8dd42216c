package io.proxpanel.backup.e2e.router;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.Authentication;
import org.apache.ftpserver.ftplet.AuthenticationFailedException;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.User;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.UsernamePasswordAuthentication;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** A router's FTP service, which shows its files to users with the policy ftp. */
final class FtpService implements AutoCloseable {
  private static final String LISTENER = "default";

  private final FtpServer server;
  private final int port;

  /**
   * Starts to listen.
   *
   * @param port 0 for a free one
   * @param passivePorts as {@code 30000-30100}, or null for any
   */
  FtpService(
      String address, int port, String passivePorts, List<RouterUser> users, RouterFiles files)
      throws IOException {
    ListenerFactory listener = new ListenerFactory();
    listener.setServerAddress(address);
    listener.setPort(port);
    if (passivePorts != null) {
      DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
      data.setPassivePorts(passivePorts);
      listener.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
    }
    FtpServerFactory factory = new FtpServerFactory();
    factory.addListener(LISTENER, listener.createListener());
    factory.setUserManager(new Users(users, files));
    this.server = factory.createServer();
    try {
      server.start();
    } catch (FtpException e) {
      throw new IOException(e);
    }
    this.port = factory.getListener(LISTENER).getPort();
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    server.stop();
  }

  private static final class Users implements UserManager {
    private final List<RouterUser> users;
    private final RouterFiles files;

    Users(List<RouterUser> users, RouterFiles files) {
      this.users = users;
      this.files = files;
    }

    private Optional<RouterUser> find(String name) {
      return users.stream().filter(user -> user.name().equals(name)).findFirst();
    }

    @Override
    public User authenticate(Authentication authentication) throws AuthenticationFailedException {
      if (authentication instanceof UsernamePasswordAuthentication login) {
        Optional<RouterUser> user =
            find(login.getUsername())
                .filter(u -> u.password().equals(login.getPassword()) && u.may("ftp", "read"));
        if (user.isPresent()) {
          return getUserByName(login.getUsername());
        }
      }
      throw new AuthenticationFailedException("Login failed: wrong username or password");
    }

    @Override
    public User getUserByName(String name) {
      return find(name).map(this::ftpUser).orElse(null);
    }

    private User ftpUser(RouterUser user) {
      BaseUser ftpUser = new BaseUser();
      ftpUser.setName(user.name());
      ftpUser.setHomeDirectory(files.folder().toString());
      ftpUser.setAuthorities(List.of(new ConcurrentLoginPermission(20, 20), new WritePermission()));
      return ftpUser;
    }

    @Override
    public String[] getAllUserNames() {
      return users.stream().map(RouterUser::name).toArray(String[]::new);
    }

    @Override
    public boolean doesExist(String name) {
      return find(name).isPresent();
    }

    @Override
    public String getAdminName() {
      return "";
    }

    @Override
    public boolean isAdmin(String name) {
      return false;
    }

    @Override
    public void delete(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void save(User user) {
      throw new UnsupportedOperationException();
    }
  }
}
