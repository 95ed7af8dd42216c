package io.proxpanel.backup.agent.format;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Security;
import org.bouncycastle.crypto.CryptoServicesRegistrar;

/**
 * Lets Bouncy Castle load its native library, in a way that always ends well and leaves nothing.
 *
 * <p>Left to itself it tries for 15 seconds where {@code java.io.tmpdir} cannot be written, dies of
 * an UnsatisfiedLinkError where that folder is mounted noexec, and leaves its libraries behind when
 * the process is killed. So it gets a private folder that was tried out first and that is removed
 * as soon as the library is mapped; where there is none, its Java code does the same work slowly.
 */
final class CipherLibrary {
  /** Bouncy Castle's own switch; {@code java} means no native code. A person may set it too. */
  static final String VARIANT = "org.bouncycastle.native.cpu_variant";

  /** Read by Bouncy Castle from the security properties first: nobody else is affected. */
  private static final String FOLDER = "java.io.tmpdir";

  private CipherLibrary() {}

  /** Loads it, at the first use of {@link GcmCipher}. Returns whether native code is at work. */
  static boolean load() {
    Path folder = null;
    try {
      folder = executableFolder();
      Security.setProperty(FOLDER, folder.toString());
    } catch (IOException e) {
      if (System.getProperty(VARIANT) == null) {
        Security.setProperty(VARIANT, "java");
      }
    }
    try {
      return CryptoServicesRegistrar.getNativeServices().isInstalled();
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "the native cipher cannot be loaded on this system: start Java with -D"
              + VARIANT
              + "=java",
          e);
    } finally {
      remove(folder);
    }
  }

  /** A new private folder from which code can be run, or an exception. */
  private static Path executableFolder() throws IOException {
    Path folder = Files.createTempDirectory("backup-agent-");
    Path probe = folder.resolve("probe");
    try {
      Files.createFile(
          probe,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (!Files.isExecutable(probe)) {
        throw new IOException("mounted noexec");
      }
      Files.delete(probe);
      return folder;
    } catch (IOException | UnsupportedOperationException e) {
      remove(folder);
      throw new IOException("no code can be run from " + folder, e);
    }
  }

  private static void remove(Path folder) {
    if (folder == null) {
      return;
    }
    try {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          if (Files.isDirectory(file)) {
            remove(file);
          } else {
            Files.delete(file);
          }
        }
      }
      Files.delete(folder);
    } catch (IOException e) {
      // Not worth failing for: Bouncy Castle tries again when the process ends.
      folder.toFile().deleteOnExit();
    }
  }
}
