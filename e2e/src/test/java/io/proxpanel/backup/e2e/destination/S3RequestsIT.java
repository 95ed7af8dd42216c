package io.proxpanel.backup.e2e.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.e2e.net.CutProxy;
import io.proxpanel.backup.e2e.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of an S3 service, whatever it makes of it. */
class S3RequestsIT {
  private static final String BUCKET = "panel-backups";
  private static final int TWENTY_MB = 20_000_000;

  @TempDir Path folder;
  @TempDir Path secrets;

  @Test
  void storageClassAndEncryptionAreAskedForWithEveryFile() throws Exception {
    S3Server server = S3Server.start(folder);
    Files.createDirectory(server.buckets().resolve(BUCKET));
    try (server;
        CutProxy proxy = new CutProxy(server.port());
        Store store =
            new S3Settings(server, BUCKET, secrets)
                .endpoint("http://127.0.0.1:" + proxy.port())
                .storageClass("STANDARD")
                .encryption("aws:kms", "key-of-the-test")
                .open()) {
      proxy.keepBeginnings();
      StoreContract.store(store, "small.proisp.bak", StoreContract.bytes(10));
      StoreContract.store(store, "large.proisp.bak", StoreContract.bytes(TWENTY_MB));

      assertThat(proxy.pieces())
          .filteredOn(each -> each.matches("(?s)(PUT [^ ]+bak HTTP|POST [^ ]+[?]uploads).*"))
          .hasSizeGreaterThanOrEqualTo(2)
          .allSatisfy(
              each ->
                  assertThat(each)
                      .containsIgnoringCase("\nx-amz-storage-class: STANDARD\r\n")
                      .containsIgnoringCase("\nx-amz-server-side-encryption: aws:kms\r\n")
                      .containsIgnoringCase(
                          "\nx-amz-server-side-encryption-aws-kms-key-id: key-of-the-test\r\n"));
    }
  }
}
