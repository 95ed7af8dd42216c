package io.proxpanel.backup.agent.destination.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The sum of a body that every S3 service checks (RFC 1864). It is against damage on the way and
 * against nobody: the file's encryption is what protects it.
 *
 * @param base64 as in {@code Content-MD5}
 * @param bytes length of what it was made of
 */
record Md5(String base64, long bytes) {
  static Md5 of(byte[] bytes) {
    return of(begin().digest(bytes), bytes.length);
  }

  static Md5 of(byte[] sum, long bytes) {
    return new Md5(Base64.getEncoder().encodeToString(sum), bytes);
  }

  static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
