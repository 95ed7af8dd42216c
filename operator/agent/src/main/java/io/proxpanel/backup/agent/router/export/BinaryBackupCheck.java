package io.proxpanel.backup.agent.router.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/** Looks at the first bytes of a backup in RouterOS's own format, which MikroTik documents not. */
final class BinaryBackupCheck {
  private static final String PLAIN = "88aca1b1";
  private static final String AES = "efa89173";
  private static final int LENGTH = 4;

  private BinaryBackupCheck() {}

  /** Why a file is not what it should be, in words that follow "it"; empty when it seems to be. */
  static Optional<String> defect(Path file, boolean encrypted) throws IOException {
    String found;
    try (InputStream in = Files.newInputStream(file)) {
      found = HexFormat.of().formatHex(in.readNBytes(LENGTH));
    }
    if (found.equals(encrypted ? AES : PLAIN)) {
      return Optional.empty();
    }
    if (encrypted && found.equals(PLAIN)) {
      return Optional.of("is not encrypted, though a password was given");
    }
    return Optional.of(
        "begins with " + found + ", as no backup of RouterOS does that was asked for");
  }
}
