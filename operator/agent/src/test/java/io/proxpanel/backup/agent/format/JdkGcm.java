package io.proxpanel.backup.agent.format;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM as the JDK does it: at one stroke, in memory, and independent of what is tested. */
final class JdkGcm {
  private JdkGcm() {}

  static byte[] encrypt(byte[] key, byte[] nonce, byte[] plain) throws GeneralSecurityException {
    return cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(plain);
  }

  static byte[] decrypt(byte[] key, byte[] nonce, byte[] encrypted)
      throws GeneralSecurityException {
    return cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(encrypted);
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    return cipher;
  }
}
