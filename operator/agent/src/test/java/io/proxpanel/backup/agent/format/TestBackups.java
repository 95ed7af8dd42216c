package io.proxpanel.backup.agent.format;

import io.proxpanel.backup.contract.KeyOrder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Backup files for tests, small enough to be held in memory. */
public final class TestBackups {
  /** The password of the test vectors. */
  public static final String PASSWORD = "s3cret-Db-P@ss";

  private TestBackups() {}

  /** Bytes that look like an archive of pg_dump at their start and nowhere else. */
  public static byte[] archiveLike(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    byte[] start = "PGDMP".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(start, 0, bytes, 0, Math.min(start.length, length));
    return bytes;
  }

  /** Encrypts under {@link #PASSWORD}. */
  public static byte[] encrypt(KeyOrder order, byte[] plain) throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    byte[] key = BackupKey.derive(order, PASSWORD.getBytes(StandardCharsets.UTF_8));
    try (EncryptingOutputStream out = new EncryptingOutputStream(file, "PROXP-1", key)) {
      out.write(plain);
      out.finish();
    }
    return file.toByteArray();
  }

  /** Encrypts under {@link #PASSWORD} into a file. */
  public static Path encrypted(Path file, byte[] plain) throws Exception {
    return Files.write(file, encrypt(KeyOrder.SALT_FIRST, plain));
  }

  /** The keys from passwords, whose origins are {@code password 1}, {@code password 2}, … */
  public static List<KeyCandidate> keys(String... passwords) {
    List<NamedPassword> named = new java.util.ArrayList<>();
    for (String password : passwords) {
      named.add(
          new NamedPassword(
              "password " + (named.size() + 1), password.getBytes(StandardCharsets.UTF_8)));
    }
    return BackupKey.candidates(named);
  }
}
