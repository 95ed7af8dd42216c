package io.proxpanel.backup.e2e.router;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A test with routers that have certificates. */
abstract class CertifiedRouterTestCase extends RouterTestCase {
  @TempDir private static Path shared;
  protected static RouterCertificates certificates;

  @BeforeAll
  static void makeCertificates() throws IOException {
    certificates = RouterCertificates.make(shared);
  }
}
