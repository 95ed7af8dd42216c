package io.proxpanel.backup.agent.router.drift;

import io.proxpanel.backup.agent.AgentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Exports for tests: from the files below {@code routers/}, and written on the spot. */
final class Exports {
  private Exports() {}

  static String text(String name) throws IOException {
    try (InputStream in = Exports.class.getResourceAsStream("/routers/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  static NormalizedExport file(String name) throws IOException, AgentException {
    return of(text(name));
  }

  /** Each character one byte. */
  static NormalizedExport of(String text) throws IOException, AgentException {
    return NormalizedExport.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
