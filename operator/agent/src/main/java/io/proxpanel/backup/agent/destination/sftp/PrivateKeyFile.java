package io.proxpanel.backup.agent.destination.sftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.SecretFile;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** A user's private key: in the format of OpenSSH, or in PEM (PKCS #1, SEC 1, PKCS #8). */
final class PrivateKeyFile {
  /** PKCS #8 with a passphrase (RFC 5958), which the SSH library leaves to another library. */
  private static final Pattern ENCRYPTED =
      Pattern.compile(
          "-----BEGIN ENCRYPTED PRIVATE KEY-----(.*?)-----END ENCRYPTED PRIVATE KEY-----",
          Pattern.DOTALL);

  private PrivateKeyFile() {}

  /**
   * Reads the keys in a file.
   *
   * @param passphraseFile or null
   * @throws AgentException {@code SecretUnreadable} when there is none, or it cannot be decrypted
   */
  static List<KeyPair> read(Path file, Path passphraseFile) throws AgentException {
    String text = SecretFile.readText("SSH private key", file);
    String passphrase =
        passphraseFile == null
            ? null
            : SecretFile.readText("passphrase of the SSH private key", passphraseFile);
    List<KeyPair> keys = new ArrayList<>();
    try (InputStream in =
        new ByteArrayInputStream(decrypted(text, passphrase).getBytes(StandardCharsets.UTF_8))) {
      // The library asks for a passphrase only where one is needed.
      FilePasswordProvider provider = (session, resource, attempt) -> passphrase;
      Iterable<KeyPair> found =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName(file.toString()), in, provider);
      if (found != null) {
        found.forEach(keys::add);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw unusable(file, passphrase != null, e);
    }
    if (keys.isEmpty()) {
      throw unusable(file, passphrase != null, null);
    }
    return keys;
  }

  private static String decrypted(String text, String passphrase)
      throws IOException, GeneralSecurityException {
    Matcher encrypted = ENCRYPTED.matcher(text);
    if (!encrypted.find()) {
      return text;
    }
    if (passphrase == null) {
      throw new GeneralSecurityException("no passphrase");
    }
    EncryptedPrivateKeyInfo info =
        new EncryptedPrivateKeyInfo(Base64.getMimeDecoder().decode(encrypted.group(1)));
    // The name of PBES2 alone names no algorithm; its parameters do.
    String algorithm = String.valueOf(info.getAlgParameters());
    SecretKey key =
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(passphrase.toCharArray()));
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(info.getKeySpec(cipher).getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static AgentException unusable(Path file, boolean withPassphrase, Exception cause) {
    return new AgentException(
        ErrorCode.SecretUnreadable,
        "The SSH private key cannot be used: the file "
            + file
            + (withPassphrase
                ? " is no private key of OpenSSH or PEM, or the passphrase is not the key's"
                : " is no private key of OpenSSH or PEM, or it needs a passphrase and none is given")
            + ".",
        cause);
  }
}
