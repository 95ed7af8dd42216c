package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.BackupKey;
import io.proxpanel.backup.agent.format.KeyCandidate;
import io.proxpanel.backup.agent.format.NamedPassword;
import io.proxpanel.backup.agent.format.SecretFile;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.Encryption;
import io.proxpanel.backup.contract.ErrorCode;
import java.nio.file.Path;

/**
 * What a file is encrypted with, read once: the Secrets may change at any time.
 *
 * @param key the key
 * @param licenseKey for the header, or null
 */
record BackupKeys(KeyCandidate key, String licenseKey) {
  /** Reads them. */
  static BackupKeys read(Encryption encryption) throws AgentException {
    if (encryption == null || encryption.format() != BackupFormat.ProxPanelV2) {
      throw new AgentException(
          ErrorCode.TaskInvalid, "The task's encryption is not ProxPanelV2, which is written.");
    }
    NamedPassword password =
        SecretFile.read("encryption password", Path.of(encryption.passwordFile()));
    KeyCandidate key =
        new KeyCandidate(
            password.origin(),
            encryption.keyOrder(),
            BackupKey.derive(encryption.keyOrder(), password.password()));
    String licenseFile = encryption.licenseKeyFile();
    return new BackupKeys(
        key, licenseFile == null ? null : SecretFile.readText("licence key", Path.of(licenseFile)));
  }
}
