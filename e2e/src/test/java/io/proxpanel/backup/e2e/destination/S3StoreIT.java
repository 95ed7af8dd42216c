package io.proxpanel.backup.e2e.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.e2e.net.CutProxy;
import io.proxpanel.backup.e2e.s3.S3Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3 server as a destination, and what can go wrong with it. */
class S3StoreIT extends StoreContract {
  private static final String NAME = "proisp_full_20261125_020000.proisp.bak";
  private static final String LOCKED = "locked";
  private static final int TWENTY_MB = 20_000_000;
  @TempDir static Path shared;
  private static S3Server server;
  private static S3Client admin;

  @TempDir Path secrets;
  private final String bucket = "test-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    server = S3Server.start(shared);
    admin =
        S3Client.builder()
            .endpointOverride(URI.create(server.endpoint()))
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .httpClient(UrlConnectionHttpClient.create())
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(server.accessKey(), server.secret())))
            .build();
    admin.createBucket(r -> r.bucket(LOCKED).objectLockEnabledForBucket(true));
  }

  @AfterAll
  static void stop() {
    admin.close();
    server.close();
  }

  @BeforeEach
  void makeBucket() {
    admin.createBucket(r -> r.bucket(bucket));
  }

  @Override
  Store open() throws Exception {
    return settings().open();
  }

  private S3Settings settings() {
    return new S3Settings(server, bucket, secrets).prefix("back ups/of a panel");
  }

  @Test
  void aFileOfSeveralPartsIsOneFile() throws Exception {
    byte[] bytes = bytes(TWENTY_MB);
    try (Store store = open()) {
      try (Store.Upload upload = store.upload(NAME, UID, Content.of(bytes))) {
        assertThat(store.stat(NAME)).isEmpty();
        upload.commit();
      }
      assertThat(store.list()).containsExactly(FileEntry.file(NAME, TWENTY_MB));
      assertThat(read(store, NAME, 0)).isEqualTo(bytes);
      assertThat(read(store, NAME, S3Settings.PART + 1))
          .isEqualTo(Arrays.copyOfRange(bytes, S3Settings.PART + 1, TWENTY_MB));
    }
    assertThat(openUploads()).isZero();
  }

  @Test
  void aFileOfWholePartsHasNoEmptyOne() throws Exception {
    byte[] bytes = bytes(2 * S3Settings.PART);
    try (Store store = open()) {
      store(store, NAME, bytes);
      assertThat(read(store, NAME, 0)).isEqualTo(bytes);
    }
  }

  @Test
  void anUploadThatIsNotCommittedLeavesNothing() throws Exception {
    try (Store store = open()) {
      store.upload(NAME, UID, Content.of(bytes(TWENTY_MB))).close();
      assertThat(store.list()).isEmpty();
    }
    assertThat(openUploads()).isZero();
  }

  @Test
  void whatAKilledAttemptLeftIsRemovedByTheNextAndNothingElse() throws Exception {
    byte[] bytes = bytes(TWENTY_MB);
    try (Store killed = open();
        Store store = open()) {
      killed.upload(NAME, UID, Content.of(bytes));
      Store.Upload theirs = store.upload(NAME, UUID.randomUUID().toString(), Content.of(bytes));
      assertThat(openUploads()).isEqualTo(2);
      store.removeUnfinished(NAME, UID);
      assertThat(openUploads()).isEqualTo(1);
      theirs.commit();
      assertThat(store.list()).containsExactly(FileEntry.file(NAME, TWENTY_MB));
    }
  }

  @Test
  void aLargeFileUnderANameThatIsTakenIsRefusedToo() throws Exception {
    byte[] theirs = bytes(17);
    try (Store store = open()) {
      try (Store.Upload upload = store.upload(NAME, UID, Content.of(bytes(TWENTY_MB)))) {
        store(store, NAME, theirs);
        assertFails(ErrorCode.FileNameTaken, upload::commit);
      }
      assertThat(store.list()).containsExactly(FileEntry.file(NAME, 17));
      assertThat(read(store, NAME, 0)).isEqualTo(theirs);
    }
    assertThat(openUploads()).isZero();
  }

  @Test
  void aCommitWhoseAnswerIsLostIsFoundOut() throws Exception {
    // The first request looks whether the name is free, the second stores.
    for (int size : new int[] {100, TWENTY_MB}) {
      for (int request : new int[] {1, 2}) {
        String name = size + "-" + request + NAME;
        try (CutProxy proxy = new CutProxy(server.port());
            Store store = settings().endpoint(server.endpoint(proxy.port())).open()) {
          try (Store.Upload upload = store.upload(name, UID, Content.of(bytes(size)))) {
            proxy.loseAnswerTo(request);
            upload.commit();
          }
          assertThat(proxy.cuts()).isEqualTo(1);
          assertThat(read(store, name, 0)).isEqualTo(bytes(size));
        }
      }
    }
    try (Store store = open()) {
      assertThat(store.list()).hasSize(4);
    }
  }

  @Test
  void aConnectionCutAtEveryTenthIsTakenUpAgain() throws Exception {
    byte[] bytes = bytes(TWENTY_MB);
    try (CutProxy proxy = new CutProxy(server.port());
        Store store = settings().endpoint(server.endpoint(proxy.port())).open()) {
      Content cutting =
          new Content() {
            private int tenth = 1;

            @Override
            public InputStream open(long offset) {
              if (offset >= (long) tenth * (TWENTY_MB / 10)) {
                tenth = 1 + (int) (offset / (TWENTY_MB / 10));
                proxy.cutAfterSending(TWENTY_MB / 10);
              }
              return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
            }

            @Override
            public long length() {
              return bytes.length;
            }
          };
      store.upload(NAME, UID, cutting).commit();
      assertThat(proxy.cuts()).isGreaterThanOrEqualTo(3);
      assertThat(read(store, NAME, 0)).isEqualTo(bytes);
    }
  }

  @Test
  void aServerThatIsKilledAndComesBackGetsTheRest() throws Exception {
    byte[] bytes = bytes(TWENTY_MB);
    try (Store store = open()) {
      Content killing =
          new Content() {
            private boolean killed;

            @Override
            public InputStream open(long offset) {
              if (offset > TWENTY_MB / 2 && !killed) {
                killed = true;
                server.kill();
                server.startAgain();
              }
              return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
            }

            @Override
            public long length() {
              return bytes.length;
            }
          };
      store.upload(NAME, UID, killing).commit();
      assertThat(read(store, NAME, 0)).isEqualTo(bytes);
    }
  }

  @Test
  void aConnectionThatIsCutWhileReadingIsNoEnd() throws Exception {
    try (CutProxy proxy = new CutProxy(server.port());
        Store store = settings().endpoint(server.endpoint(proxy.port())).open()) {
      store(store, NAME, bytes(TWENTY_MB));
      for (int tenth = 0; tenth < 10; tenth++) {
        proxy.cutAfterReceiving(20_000 + (long) tenth * (TWENTY_MB / 10));
        assertFails(ErrorCode.DestinationUnreachable, () -> read(store, NAME, 0));
      }
      assertThat(proxy.cuts()).isEqualTo(10);
      assertThat(read(store, NAME, 17)).hasSize(TWENTY_MB - 17);
    }
  }

  @Test
  void aServiceThatStaysAwayIsGivenUp() throws Exception {
    try (CutProxy nobody = new CutProxy(server.port())) {
      nobody.leave();
      try (Store store = settings().endpoint(server.endpoint(nobody.port())).open()) {
        assertFails(ErrorCode.DestinationUnreachable, store::list);
      }
    }
    try (Store store = settings().endpoint("http://no-such-host.invalid").open()) {
      assertFails(ErrorCode.DestinationNameUnknown, store::list);
    }
  }

  @Test
  void anEndpointThatIsNoUrlIsRefused() throws Exception {
    for (String endpoint : java.util.List.of("s3.example.net", "ftp://s3.example.net", "https:")) {
      try (Store store = settings().endpoint(endpoint).open()) {
        assertFails(ErrorCode.TaskInvalid, store::list);
      }
    }
  }

  @Test
  void aKeyThatIsWrongIsRefusedAndASecretIsNeverSaid() throws Exception {
    for (S3Settings wrong :
        java.util.List.of(
            settings().accessKey("nobody", "secret-that-is-wrong"),
            settings().accessKey(server.accessKey(), "secret-that-is-wrong"))) {
      try (Store store = wrong.open()) {
        assertThatThrownBy(store::list)
            .hasMessageContaining(server.endpoint() + " refuses the access key")
            .message()
            .doesNotContain("secret-that-is-wrong");
        assertFails(ErrorCode.DestinationLoginRefused, store::list);
      }
    }
  }

  @Test
  void aBucketThatIsNotThereIsNoEmptyOne() throws Exception {
    try (Store store = settings().bucket("no-such-bucket").open()) {
      assertFails(ErrorCode.FolderMissing, store::list);
      assertFails(ErrorCode.FolderMissing, () -> store.stat(NAME));
      assertFails(ErrorCode.FolderMissing, () -> store.upload(NAME, UID, Content.of(bytes(10))));
      assertFails(
          ErrorCode.FolderMissing, () -> store.upload(NAME, UID, Content.of(bytes(TWENTY_MB))));
    }
  }

  @Test
  void aFileUnderObjectLockIsKept() throws Exception {
    Duration kept = Duration.ofDays(3);
    S3Settings settings =
        settings().bucket(LOCKED).prefix(bucket).immutableSeconds(kept.toSeconds());
    try (Store store = settings.open()) {
      for (int size : new int[] {10, TWENTY_MB}) {
        String name = size + NAME;
        store(store, name, bytes(size));
        String until = Clock.systemUTC().instant().plus(kept).toString().substring(0, 10);
        assertFails(ErrorCode.FileImmutable, () -> store.delete(name));
        assertThatThrownBy(() -> store.delete(name))
            .hasMessageContaining("before " + until)
            .extracting(e -> ((AgentException) e).failure().notBefore())
            .asString()
            .startsWith(until);
        assertThat(store.stat(name)).isPresent();
        assertThat(admin.headObject(r -> r.bucket(LOCKED).key(bucket + "/" + name)))
            .satisfies(h -> assertThat(h.objectLockModeAsString()).isEqualTo("COMPLIANCE"));
      }
      assertThat(store.list()).hasSize(2);
    }
  }

  @Test
  void listsTenThousandKeysAndNothingBelowOthers() throws Exception {
    Path folder = server.buckets().resolve(bucket).resolve("back ups/of a panel");
    Files.createDirectories(folder.resolve("deeper"));
    Files.write(folder.resolve("deeper/file"), new byte[1]);
    for (int i = 0; i < 10_000; i++) {
      Files.write(folder.resolve("file" + i), new byte[i % 3]);
    }
    try (Store store = open()) {
      assertThat(store.list())
          .hasSize(10_001)
          .contains(FileEntry.file("file9998", 9998 % 3), FileEntry.other("deeper"));
    }
  }

  @Test
  void withoutAPrefixTheBucketIsTheFolder() throws Exception {
    try (Store store = settings().prefix("").open()) {
      store(store, NAME, bytes(10));
      assertThat(store.list()).containsExactly(FileEntry.file(NAME, 10));
      assertThat(store.location(NAME)).isEqualTo("s3://" + bucket + "/" + NAME);
    }
  }

  @Test
  void withTlsOnlyTheAuthorityThatIsNamedIsTrusted(@TempDir Path folder) throws Exception {
    try (S3Server secure = S3Server.startWithTls(folder)) {
      Files.createDirectories(secure.buckets().resolve(bucket));
      S3Settings settings = settings().endpoint(secure.endpoint());
      try (Store store = settings.open()) {
        assertFails(ErrorCode.DestinationCertificateRefused, store::list);
      }
      try (Store store = settings.ca(secure.authority()).open()) {
        store(store, "small", bytes(10));
        store(store, NAME, bytes(TWENTY_MB));
        assertThat(read(store, NAME, 5)).hasSize(TWENTY_MB - 5);
      }
    }
  }

  @Test
  void closingEndsWhatIsUnderWay() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    Store store = open();
    Content growing =
        new Content() {
          @Override
          public InputStream open(long offset) {
            return new InputStream() {
              private long left = offset == 0 ? TWENTY_MB : Long.MAX_VALUE;

              @Override
              public int read() {
                return left-- > 0 ? 1 : -1;
              }

              @Override
              public int read(byte[] bytes, int from, int length) {
                if (offset > TWENTY_MB) {
                  reading.countDown();
                }
                left -= length;
                return length;
              }
            };
          }

          @Override
          public long length() throws IOException {
            throw new IOException("never reached");
          }
        };
    assertThatClosingEnds(store, growing, reading);
  }

  private int openUploads() {
    return admin.listMultipartUploads(r -> r.bucket(bucket)).uploads().size();
  }
}
