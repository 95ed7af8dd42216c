package io.proxpanel.backup.agent.destination.sftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.SecretFile;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.session.ClientSession;

/**
 * Who logs in, and with what.
 *
 * @param user name
 * @param password or null
 * @param keys the user's, from one file; may be empty
 */
record SftpLogin(String user, String password, List<KeyPair> keys) {

  /**
   * Reads the files of a destination, which may have been renewed since the last time.
   *
   * @throws AgentException {@code SecretUnreadable}, or {@code TaskInvalid} when nothing is given
   */
  static SftpLogin read(Destination.Sftp settings) throws AgentException {
    String user =
        settings.username() == null
            ? SecretFile.readText("SSH user name", Path.of(settings.usernameFile()))
            : settings.username();
    String password = null;
    if (settings.passwordFile() != null) {
      password = SecretFile.readText("SSH password", Path.of(settings.passwordFile()));
    }
    List<KeyPair> keys = List.of();
    if (settings.privateKeyFile() != null) {
      Path passphrase =
          settings.passphraseFile() == null ? null : Path.of(settings.passphraseFile());
      keys = PrivateKeyFile.read(Path.of(settings.privateKeyFile()), passphrase);
    }
    if (password == null && keys.isEmpty()) {
      throw new AgentException(
          ErrorCode.TaskInvalid,
          "The SFTP destination has neither a password nor a private key: give one of them.");
    }
    return new SftpLogin(user, password, keys);
  }

  void addTo(ClientSession session) {
    keys.forEach(session::addPublicKeyIdentity);
    if (password != null) {
      session.addPasswordIdentity(password);
    }
  }

  /** In words, what is offered to the server. */
  List<String> offered() {
    List<String> offered = new ArrayList<>();
    keys.forEach(key -> offered.add("the private key of " + HostKeys.name(key.getPublic())));
    if (password != null) {
      offered.add("the password");
    }
    return offered;
  }

  /** Without the secrets, for logs. */
  @Override
  public String toString() {
    return user;
  }
}
