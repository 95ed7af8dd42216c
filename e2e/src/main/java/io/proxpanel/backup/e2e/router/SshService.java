package io.proxpanel.backup.e2e.router;

import java.io.IOException;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A router's SSH service, which shows its files by SFTP to users with the policy ssh. */
final class SshService implements AutoCloseable {
  private final SshServer server;
  private final KeyPair key;

  /**
   * Starts to listen.
   *
   * @param port 0 for a free one
   */
  SshService(String address, int port, List<RouterUser> users, RouterFiles files)
      throws IOException {
    key = HostKeys.next();
    server = SshServer.setUpDefaultServer();
    server.setHost(address);
    server.setPort(port);
    server.setKeyPairProvider(KeyPairProvider.wrap(key));
    server.setPasswordAuthenticator(
        (name, password, session) ->
            users.stream()
                .anyMatch(
                    user ->
                        user.name().equals(name)
                            && user.password().equals(password)
                            && user.may("ssh")));
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.setFileSystemFactory(new VirtualFileSystemFactory(files.folder()));
    server.start();
  }

  int port() {
    return server.getPort();
  }

  /** Of its host key, as {@code SHA256:…}. */
  String fingerprint() {
    return KeyUtils.getFingerPrint(key.getPublic());
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }
}
