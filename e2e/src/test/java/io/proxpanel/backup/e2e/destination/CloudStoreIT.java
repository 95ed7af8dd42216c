package io.proxpanel.backup.e2e.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.cloud.CloudLimits;
import io.proxpanel.backup.agent.destination.cloud.CloudStore;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.e2e.cloud.CloudAccount;
import io.proxpanel.backup.e2e.cloud.CloudEmulator;
import io.proxpanel.backup.e2e.cloud.CloudEmulator.Operation;
import io.proxpanel.backup.e2e.cloud.CloudFault;
import io.proxpanel.backup.e2e.ftp.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An emulator of the cloud backup service as a destination, and what can go wrong with it. */
class CloudStoreIT extends StoreContract {
  private static final String NAME = "proisp_full_20261125_020000.proisp.bak";
  private static final String OTHER = "6f0d2c1e-0002-4000-8000-00000000bbbb";
  private static final long QUOTA = 100_000_000;
  private static final int LARGE = 5_000_000;
  private static final CloudLimits IMPATIENT =
      new CloudLimits(Duration.ofSeconds(5), Duration.ofSeconds(20), 4, Duration.ofMillis(20));

  @TempDir Path folder;
  private final String key = "KEY-" + UUID.randomUUID();
  private CloudEmulator service;
  private CloudAccount account;

  @BeforeEach
  void start() throws IOException {
    service = CloudEmulator.start(folder);
    account = service.account(key, QUOTA);
  }

  @AfterEach
  void stop() {
    int left = service.faultsLeft();
    service.close();
    assertThat(left).as("faults that nothing came upon").isZero();
  }

  @Override
  Store open() throws Exception {
    return open(IMPATIENT);
  }

  private Store open(CloudLimits limits) throws IOException {
    return open(service.url(), key, null, null, limits);
  }

  private Store open(String url, String licenseKey, String hardwareId, Path ca, CloudLimits limits)
      throws IOException {
    Path file = Files.writeString(Files.createTempFile(folder, "key", ""), licenseKey + "\n");
    return new CloudStore(
        new Destination.Cloud(url, file.toString(), hardwareId, ca == null ? null : ca.toString()),
        limits);
  }

  /** What stands in a header is ASCII. */
  @Override
  List<String> unusualNames() {
    return List.of("a b.proisp.bak", "a+b%20#?&.proisp.bak", "\"a;b\".proisp.bak");
  }

  @Test
  void namesThatCannotStandInAHeaderAreRefused() throws Exception {
    try (Store store = open()) {
      for (String name : List.of("Zürich.proisp.bak", "a.proisp.bak ", " a.proisp.bak")) {
        assertFails(
            ErrorCode.NameInvalid, () -> store.upload(name, UID, Content.of(bytes(10))).close());
      }
    }
    assertThat(service.count(Operation.UPLOAD)).isZero();
  }

  @Test
  void whatDoesNotFitIsNotSent() throws Exception {
    account.quota(1000);
    account.put("other", bytes(400));
    try (Store store = open()) {
      assertThatThrownBy(() -> store.upload(NAME, UID, Content.of(bytes(601))))
          .hasMessageContaining("it has 601 bytes, and 400 of 1000 bytes are used");
      assertFails(ErrorCode.DestinationFull, () -> store.upload(NAME, UID, Content.of(bytes(601))));
      assertThat(store.freeBytes()).hasValue(600);
      store(store, NAME, bytes(600));
      assertThat(store.freeBytes()).hasValue(0);
    }
    assertThat(service.count(Operation.UPLOAD)).isEqualTo(1);
  }

  @Test
  void aQuotaThatIsUsedUpMeanwhileIsFullAndNotLost() throws Exception {
    try (Store store = open();
        Store.Upload upload = store.upload(NAME, UID, Content.of(bytes(LARGE)))) {
      account.quota(1000);
      assertFails(ErrorCode.DestinationFull, upload::commit);
      assertThat(store.list()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "70000", "4999999"})
  void anUploadThatIsCutIsSentAgain(long bytes) throws Exception {
    service.next(Operation.UPLOAD, CloudFault.cutAfter(bytes), CloudFault.cutAfter(bytes));
    try (Store store = open()) {
      store(store, NAME, bytes(LARGE));
    }
    assertOnlyOurs(LARGE);
    assertThat(service.count(Operation.UPLOAD)).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "70000", "4999999"})
  void whatIsKeptOfACutUploadIsRemovedAndTheRestSentAgain(long bytes) throws Exception {
    service.next(Operation.UPLOAD, CloudFault.cutAndKeptAfter(bytes));
    try (Store store = open()) {
      store(store, NAME, bytes(LARGE));
    }
    assertOnlyOurs(LARGE);
  }

  @Test
  void anUploadThatIsCutEachTimeIsGivenUpAndLeavesNothing() throws Exception {
    CloudFault cut = CloudFault.cutAndKeptAfter(70_000);
    service.next(Operation.UPLOAD, cut, cut, cut, cut);
    try (Store store = open()) {
      assertFails(ErrorCode.DestinationUnreachable, () -> store(store, NAME, bytes(LARGE)));
      assertThat(store.list()).isEmpty();
    }
    assertThat(service.count(Operation.UPLOAD)).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, LARGE})
  void anUploadWhoseAnswerIsLostIsFoundOutAndNotSentTwice(int size) throws Exception {
    service.next(Operation.UPLOAD, CloudFault.answerLost());
    try (Store store = open()) {
      store(store, NAME, bytes(size));
    }
    assertOnlyOurs(size);
    assertThat(service.count(Operation.UPLOAD)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {413, 500, 507, 400})
  void anUploadThatIsStoredWhateverTheAnswerSaysIsStored(int status) throws Exception {
    service.next(Operation.UPLOAD, CloudFault.refusedAfterStoring(status));
    try (Store store = open()) {
      store(store, NAME, bytes(LARGE));
    }
    assertOnlyOurs(LARGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_999_999})
  void anUploadOfWhichTheServiceKeepsLessIsRemovedAndSaid(int kept) throws Exception {
    service.next(Operation.UPLOAD, CloudFault.storedWrong(kept));
    try (Store store = open()) {
      assertThatThrownBy(() -> store(store, NAME, bytes(LARGE)))
          .hasMessageContaining("is stored and has " + kept + " of its 5000000 bytes");
      assertThat(store.stat(NAME)).isEmpty();
      assertThat(store.list()).isEmpty();
      store(store, NAME, bytes(LARGE));
    }
    assertOnlyOurs(LARGE);
  }

  @Test
  void anUploadThatIsStoredTwiceIsThereOnce() throws Exception {
    service.next(Operation.UPLOAD, CloudFault.storedTwice());
    try (Store store = open()) {
      store(store, NAME, bytes(LARGE));
    }
    assertOnlyOurs(LARGE);
  }

  @Test
  void aFileThatAppearsWhileOursIsSentStaysAndOursGoes() throws Exception {
    byte[] theirs = Arrays.copyOf(new byte[] {1, 2, 3}, LARGE);
    for (CloudFault fault : new CloudFault[] {null, CloudFault.answerLost()}) {
      CloudAccount.StoredFile[] other = new CloudAccount.StoredFile[1];
      if (fault != null) {
        service.next(Operation.UPLOAD, fault);
      }
      Content racing =
          new Content() {
            @Override
            public InputStream open(long offset) throws IOException {
              if (other[0] == null) {
                other[0] = account.put(NAME, theirs);
              }
              return Content.of(bytes(LARGE)).open(offset);
            }

            @Override
            public long length() {
              return LARGE;
            }
          };
      try (Store store = open()) {
        assertFails(ErrorCode.FileNameTaken, () -> store.upload(NAME, UID, racing).commit());
        assertThat(account.files()).containsExactly(other[0]);
        assertThat(read(store, NAME, 0)).isEqualTo(theirs);
        store.delete(NAME);
      }
    }
  }

  @Test
  void ofTwoFilesOfOneNameNoneIsReadOrRemoved() throws Exception {
    account.put(NAME, bytes(10));
    account.put(NAME, bytes(20));
    try (Store store = open()) {
      assertThatThrownBy(() -> store.delete(NAME))
          .hasMessageContaining("has 2 files of the name " + NAME)
          .hasMessageContaining(account.files().get(0).backupId())
          .hasMessageContaining("delete the others in the panel");
      assertFails(ErrorCode.DestinationProtocolError, () -> store.delete(NAME));
      assertFails(ErrorCode.DestinationProtocolError, () -> store.stat(NAME));
      assertFails(ErrorCode.DestinationProtocolError, () -> read(store, NAME, 0));
      assertFails(ErrorCode.FileNameTaken, () -> store(store, NAME, bytes(10)));
      assertThat(store.list()).hasSize(2);
    }
    assertThat(account.files()).hasSize(2);
    assertThat(service.count(Operation.DELETE)).isZero();
  }

  @Test
  void aDeletionWhoseAnswerIsLostIsDone() throws Exception {
    account.put(NAME, bytes(10));
    service.next(Operation.DELETE, CloudFault.answerLost());
    try (Store store = open()) {
      store.delete(NAME);
    }
    assertThat(account.files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aServiceThatFailsForAWhileIsAskedAgain(int times) throws Exception {
    for (Operation each : Operation.values()) {
      // How much room there is is asked once, and stored all the same.
      int faults = each == Operation.USAGE ? 1 : times;
      for (int i = 0; i < faults; i++) {
        service.next(each, CloudFault.status(i % 2 == 0 ? 503 : 429, "busy"));
      }
    }
    try (Store store = open()) {
      store(store, NAME, bytes(LARGE));
      assertThat(read(store, NAME, 0)).isEqualTo(bytes(LARGE));
      store.delete(NAME);
      assertThat(store.list()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 70_000, 4_999_999})
  void aDownloadThatIsCutIsNoEnd(long bytes) throws Exception {
    account.put(NAME, bytes(LARGE));
    service.next(Operation.DOWNLOAD, CloudFault.cutAfter(bytes));
    try (Store store = open()) {
      assertFails(ErrorCode.DestinationUnreachable, () -> read(store, NAME, 0));
      assertThat(read(store, NAME, 17)).isEqualTo(Arrays.copyOfRange(bytes(LARGE), 17, LARGE));
    }
  }

  @Test
  void readsAPartWhereTheServiceHasParts() throws Exception {
    service.allowRanges();
    account.put(NAME, bytes(LARGE));
    try (Store store = open()) {
      for (int offset : new int[] {0, 1, LARGE - 1, LARGE}) {
        assertThat(read(store, NAME, offset))
            .isEqualTo(Arrays.copyOfRange(bytes(LARGE), offset, LARGE));
      }
    }
  }

  @Test
  void aSlowDownloadIsNotTakenForADeadOne() throws Exception {
    account.put(NAME, bytes(LARGE));
    service.next(Operation.DOWNLOAD, CloudFault.slow(8));
    CloudLimits limits =
        new CloudLimits(Duration.ofSeconds(5), Duration.ofMillis(1500), 1, Duration.ofMillis(20));
    try (Store store = open(limits)) {
      assertThat(read(store, NAME, 0)).isEqualTo(bytes(LARGE));
    }
  }

  @ParameterizedTest
  @CsvSource({"LIST", "USAGE", "UPLOAD", "DOWNLOAD", "DELETE"})
  void aServiceThatDoesNotAnswerIsGivenUp(Operation operation) throws Exception {
    account.put("there", bytes(10));
    service.next(operation, CloudFault.silent());
    CloudLimits limits =
        new CloudLimits(Duration.ofSeconds(5), Duration.ofMillis(1500), 1, Duration.ofMillis(20));
    try (Store store = open(limits)) {
      assertFails(ErrorCode.DestinationUnreachable, () -> use(store, operation));
    }
  }

  private static void use(Store store, Operation operation) throws Exception {
    switch (operation) {
      case LIST -> store.list();
      case USAGE -> store.freeBytes();
      case UPLOAD -> store(store, NAME, bytes(LARGE));
      case DOWNLOAD -> read(store, "there", 0);
      case DELETE -> store.delete("there");
      default -> throw new IllegalStateException(operation.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"LIST", "USAGE", "UPLOAD", "DOWNLOAD", "DELETE"})
  void aKeyThatIsNoLongerValidIsRefusedInWordsAndNeverSaid(Operation operation) throws Exception {
    account.put("there", bytes(10));
    service.next(operation, CloudFault.status(401, "no licence " + key));
    try (Store store = open()) {
      assertThatThrownBy(() -> use(store, operation))
          .hasMessageContaining("licence key is no longer valid (status 401")
          .hasMessageContaining("re-validate the licence in the panel and run this again")
          .message()
          .doesNotContain(key);
    }
    service.revoke(key);
    try (Store store = open()) {
      assertFails(ErrorCode.DestinationLoginRefused, () -> use(store, operation));
    }
  }

  @ParameterizedTest
  @CsvSource({"LIST", "USAGE", "DOWNLOAD", "DELETE", "UPLOAD"})
  void aRedirectIsNotFollowedBecauseTheKeyWouldGoThere(Operation operation) throws Exception {
    account.put("there", bytes(10));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    try (CloudEmulator other = CloudEmulator.start(elsewhere);
        Store store = open()) {
      other.account(key, QUOTA);
      service.next(operation, CloudFault.redirect(other.url() + "/api/v1/cloud-backup/list"));
      assertThatThrownBy(() -> use(store, operation))
          .hasMessageContaining("with a redirect to 127.0.0.1 (status 302), which is not followed");
      for (Operation each : Operation.values()) {
        assertThat(other.count(each)).isZero();
      }
    }
    assertThat(account.files()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"LIST", "USAGE", "DOWNLOAD"})
  void aLoginPageIsNoAnswer(Operation operation) throws Exception {
    account.put("there", bytes(10));
    service.next(operation, CloudFault.page());
    try (Store store = open()) {
      assertFails(ErrorCode.DestinationProtocolError, () -> use(store, operation));
    }
  }

  @Test
  void aLoginPageIsNoProofThatAFileIsStored() throws Exception {
    service.next(Operation.UPLOAD, CloudFault.page());
    try (Store store = open()) {
      assertThatThrownBy(() -> store(store, NAME, bytes(LARGE)))
          .hasMessageContaining("says that " + NAME + " is stored and does not list it");
      assertThat(store.list()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|field \"backups\"",
        "{\"success\":true,\"backups\":[{\"id\":1}]}|field \"backup_id\"",
        "{\"success\":true,\"backups\":[{\"id\":1,\"backup_id\":\"a\",\"filename\":\"f\","
            + "\"size_bytes\":\"1\"}]}|field \"size_bytes\"",
        "{\"success\":true,\"backups\":[{\"id\":1,\"backup_id\":\"a\",\"filename\":\"f\","
            + "\"size_bytes\":-1}]}|field \"size_bytes\"",
        "{\"success\":false,\"message\":\"out of order.\"}|(out of order)",
        "[]|is not JSON",
        "|is not JSON",
        "{\"success\":true,\"backups\":[{\"id\":1,|is not JSON",
      })
  void aListThatIsNoneIsRefusedAndNotEmpty(String json, String says) throws Exception {
    service.next(Operation.LIST, CloudFault.answer(json == null ? "" : json));
    try (Store store = open()) {
      assertThatThrownBy(store::list).hasMessageContaining(says);
    }
  }

  @Test
  void whatTheListSaysIsNotTrusted() throws Exception {
    String list =
        "{\"success\":true,\"backups\":["
            + "{\"id\":1,\"backup_id\":\"a\",\"filename\":\"../evil\",\"size_bytes\":1},"
            + "{\"id\":2,\"backup_id\":\"b\",\"filename\":\"/etc/evil\",\"size_bytes\":1},"
            + "{\"id\":3,\"backup_id\":\"../../x?y\",\"filename\":\"f\",\"size_bytes\":1}]}";
    service.next(
        Operation.LIST, CloudFault.answer(list), CloudFault.answer(list), CloudFault.answer(list));
    try (Store store = open()) {
      assertThat(store.list()).containsExactly(FileEntry.file("f", 1));
      assertThatThrownBy(() -> read(store, "f", 0)).hasMessageContaining("which is none");
      assertFails(ErrorCode.DestinationProtocolError, () -> store.delete("f"));
    }
    assertThat(service.count(Operation.DOWNLOAD)).isZero();
    assertThat(service.count(Operation.DELETE)).isZero();
  }

  @Test
  void tenantsHaveTheirFilesApart() throws Exception {
    CloudAccount acme = service.tenant(key, "hw-1", "7", QUOTA);
    account.put(NAME, bytes(10));
    try (Store store = open(service.url() + "/", key, "hw-1", null, IMPATIENT)) {
      assertThat(store.list()).isEmpty();
      store(store, NAME, bytes(20));
      assertThat(store.list()).containsExactly(FileEntry.file(NAME, 20));
    }
    assertThat(acme.files()).hasSize(1);
    assertThat(acme.files().get(0).content().toString()).contains("cloud_backups/tenant_7/");
    assertThat(account.files()).hasSize(1);
    try (Store store = open(service.url(), key, "hw-2", null, IMPATIENT)) {
      assertFails(ErrorCode.DestinationLoginRefused, store::list);
    }
  }

  @Test
  void withTlsOnlyTheAuthorityThatIsNamedIsTrusted() throws Exception {
    TestCertificate certificate =
        TestCertificate.make(Files.createDirectory(folder.resolve("tls")), "IP:127.0.0.1");
    TestCertificate other =
        TestCertificate.make(Files.createDirectory(folder.resolve("other")), "DNS:elsewhere.test");
    try (CloudEmulator secure = CloudEmulator.start(folder, certificate);
        CloudEmulator misnamed = CloudEmulator.start(folder, other)) {
      secure.account(key, QUOTA);
      misnamed.account(key, QUOTA);
      try (Store store = open(secure.url(), key, null, null, IMPATIENT)) {
        assertFails(ErrorCode.DestinationCertificateRefused, store::list);
      }
      try (Store store = open(misnamed.url(), key, null, other.authority(), IMPATIENT)) {
        assertFails(ErrorCode.DestinationCertificateRefused, store::list);
      }
      assertThat(secure.count(Operation.LIST) + misnamed.count(Operation.LIST)).isZero();
      try (Store store = open(secure.url(), key, null, certificate.authority(), IMPATIENT)) {
        store(store, "small", bytes(10));
        secure.next(Operation.UPLOAD, CloudFault.cutAndKeptAfter(70_000));
        store(store, NAME, bytes(LARGE));
        assertThat(read(store, NAME, 5)).hasSize(LARGE - 5);
        store.delete(NAME);
        assertThat(store.list()).containsExactly(FileEntry.file("small", 10));
      }
    }
  }

  @Test
  void aServiceThatRefusesABodyBeforeItIsSentIsUnderstood() throws Exception {
    try (HeaderServer front =
            new HeaderServer(
                false,
                head ->
                    head.get(0).startsWith("POST")
                        ? HeaderServer.json(413, "{}")
                        : HeaderServer.json(
                            200,
                            head.get(0).contains("usage")
                                ? "{\"used_bytes\":0,\"quota_bytes\":1000000000}"
                                : "{\"success\":true,\"backups\":[]}"));
        Store store = open(front.url(), key, "hw-1", null, IMPATIENT)) {
      assertFails(ErrorCode.DestinationFull, () -> store(store, NAME, bytes(LARGE)));
      List<String> post =
          front.heads().stream().filter(head -> head.get(0).startsWith("POST")).findFirst().get();
      assertThat(post)
          .contains(
              "POST /api/v1/cloud-backup/upload HTTP/1.1",
              "X-License-Key: " + key,
              "X-Hardware-Id: hw-1",
              "X-Filename: " + NAME,
              "Content-Type: application/octet-stream",
              "Content-Length: " + LARGE,
              "Expect: 100-continue");
    }
  }

  @Test
  void aServiceThatDoesNotKnowWhatIsAskedFirstGetsTheBodyAllTheSame() throws Exception {
    String usage = "{\"used_bytes\":0,\"quota_bytes\":1000000000}";
    String entry =
        "{\"id\":1,\"backup_id\":\"a\",\"filename\":\"%s\",\"size_bytes\":%d}"
            .formatted(NAME, LARGE);
    AtomicReference<String> stored = new AtomicReference<>("");
    try (HeaderServer front =
            new HeaderServer(
                true,
                head -> {
                  if (head.get(0).startsWith("POST")) {
                    stored.set(entry);
                    return HeaderServer.json(201, "{}");
                  }
                  return HeaderServer.json(
                      200,
                      head.get(0).contains("usage")
                          ? usage
                          : "{\"success\":true,\"backups\":[" + stored.get() + "]}");
                });
        Store store = open(front.url(), key, null, null, IMPATIENT)) {
      store(store, NAME, bytes(LARGE));
      assertThat(store.list()).containsExactly(FileEntry.file(NAME, LARGE));
    }
  }

  @Test
  void whatAKilledAgentLeftUnderTheFinalNameIsRemovedByTheNextAndNothingElse() throws Exception {
    try (Store store = open()) {
      BackupFolder backups = new BackupFolder(store);
      account.put(NAME + Manifest.SUFFIX, manifest(UID));
      account.put(NAME, bytes(LARGE - 1));
      String theirs = "theirs.proisp.bak";
      account.put(theirs + Manifest.SUFFIX, manifest(OTHER));
      account.put(theirs, bytes(10));

      backups.removeDebris(theirs, UID);
      assertThat(account.files()).hasSize(4);
      backups.removeDebris(NAME, UID);
      assertThat(account.files())
          .extracting(CloudAccount.StoredFile::filename)
          .containsExactly(theirs + Manifest.SUFFIX, theirs);

      account.put(NAME + Manifest.SUFFIX, manifest(UID));
      account.put(NAME, bytes(LARGE));
      backups.removeDebris(NAME, UID);
      assertThat(backups.owns(NAME, UID)).isTrue();
      assertThat(backups.delete(NAME, UID)).isEqualTo(BackupFolder.Deleted.REMOVED);
      assertThat(account.files()).hasSize(2);

      account.put(NAME + Manifest.SUFFIX, manifest(UID));
      account.put(NAME, bytes(LARGE + 1));
      assertThat(backups.delete(NAME, UID)).isEqualTo(BackupFolder.Deleted.NOT_OURS);
      assertThat(account.files()).hasSize(4);
    }
  }

  private static byte[] manifest(String uid) {
    String json =
        "{\"manifestVersion\":1,\"uid\":\"%s\",\"file\":{\"name\":\"%s\",\"sizeBytes\":%d}}";
    return json.formatted(uid, NAME, LARGE).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aServiceThatIsAwayIsGivenUp() throws Exception {
    String url = service.url();
    service.close();
    try (Store store = open(url, key, null, null, IMPATIENT)) {
      assertFails(ErrorCode.DestinationUnreachable, store::list);
    }
    try (Store store = open("http://no-such-host.invalid", key, null, null, IMPATIENT)) {
      assertFails(ErrorCode.DestinationNameUnknown, store::list);
    }
  }

  @Test
  void settingsThatCannotBeUsedAreRefused() throws Exception {
    for (String url :
        List.of("license.example.net", "ftp://a", "https:", "https://a/api", "https://u:p@a")) {
      try (Store store = open(url, key, null, null, IMPATIENT)) {
        assertFails(ErrorCode.TaskInvalid, store::list);
      }
    }
    try (Store store = open(service.url(), "two\nlines", null, null, IMPATIENT)) {
      assertFails(ErrorCode.SecretUnreadable, store::list);
      assertThatThrownBy(store::list).message().doesNotContain("lines");
    }
    try (Store store = open(service.url(), key, "a b", null, IMPATIENT)) {
      assertFails(ErrorCode.TaskInvalid, store::list);
    }
    try (Store store = open(service.url() + ":1/", key, null, null, IMPATIENT)) {
      assertFails(ErrorCode.TaskInvalid, store::list);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closingEndsWhatIsUnderWay(boolean tls) throws Exception {
    TestCertificate certificate =
        TestCertificate.make(Files.createDirectory(folder.resolve("tls")), "IP:127.0.0.1");
    CountDownLatch sending = new CountDownLatch(1);
    Content endless =
        new Content() {
          @Override
          public InputStream open(long offset) {
            return new InputStream() {
              @Override
              public int read() {
                return 1;
              }

              @Override
              public int read(byte[] bytes, int from, int length) {
                sending.countDown();
                return length;
              }
            };
          }

          @Override
          public long length() {
            return Long.MAX_VALUE / 2;
          }
        };
    try (CloudEmulator at =
        tls ? CloudEmulator.start(folder, certificate) : CloudEmulator.start(folder)) {
      at.account(key, Long.MAX_VALUE);
      at.next(Operation.UPLOAD, CloudFault.silent());
      Store store = open(at.url(), key, null, certificate.authority(), IMPATIENT);
      Store.Upload upload = store.upload(NAME, UID, endless);
      CompletableFuture<Void> end =
          CompletableFuture.runAsync(
              () -> assertFails(ErrorCode.DestinationUnreachable, upload::commit));
      assertThat(sending.await(60, TimeUnit.SECONDS)).isTrue();
      store.close();
      end.get(15, TimeUnit.SECONDS);
      assertFails(ErrorCode.DestinationUnreachable, store::list);
    }
  }

  /** One file of the name, whole, and nothing else. */
  private void assertOnlyOurs(int size) throws Exception {
    assertThat(account.files()).hasSize(1);
    try (Store store = open()) {
      assertThat(store.list()).containsExactly(FileEntry.file(NAME, size));
      assertThat(read(store, NAME, 0)).isEqualTo(bytes(size));
    }
  }
}
