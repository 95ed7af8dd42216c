package io.proxpanel.backup.agent.destination.s3;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.destination.Listed;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.TemporaryNames;
import io.proxpanel.backup.contract.Destination;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What begins with a prefix in a bucket.
 *
 * <p>A file is uploaded in parts and appears with its commit, whole. A small one, as a manifest, is
 * kept in memory and sent by its commit, so that nothing of it can be left over. In a bucket with
 * versions, deleting hides a file behind a delete marker, as S3 has it; the room comes back by the
 * bucket's lifecycle rule. A file under object lock is not even hidden.
 */
public final class S3Store implements Store {
  /** Pieces of a listing without a file; services may send some. */
  private static final int MAX_EMPTY = 100;

  private final S3Service service;
  private final S3Errors errors;

  /** A store that connects when it is first needed. */
  public S3Store(Destination.S3 settings) {
    this(settings, S3Limits.standard(), Clock.systemUTC());
  }

  /**
   * The same with other limits.
   *
   * @param limits of this store
   * @param clock tells until when a file is kept
   */
  public S3Store(Destination.S3 settings, S3Limits limits, Clock clock) {
    this.service = new S3Service(settings, limits, clock);
    this.errors = service.errors();
  }

  @Override
  public String place() {
    String folder = "s3://" + service.bucket() + "/" + service.prefix();
    return folder.substring(0, folder.length() - 1);
  }

  @Override
  public String location(String name) {
    return place() + "/" + name;
  }

  @Override
  public Optional<FileEntry> stat(String name) throws AgentException {
    return service.head(service.key(name)).map(h -> FileEntry.file(name, h.contentLength()));
  }

  @Override
  public List<FileEntry> list(Predicate<String> wanted) throws AgentException {
    return list("", wanted);
  }

  private List<FileEntry> list(String beginning, Predicate<String> wanted) throws AgentException {
    String prefix = service.prefix();
    Listed listed = new Listed(place(), wanted);
    String token = null;
    int empty = 0;
    do {
      ListObjectsV2Response page = page(prefix + beginning, token);
      add(page, prefix, listed);
      boolean nothing = page.contents().isEmpty() && page.commonPrefixes().isEmpty();
      empty = nothing ? empty + 1 : 0;
      String next = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
      if (next != null && (next.equals(token) || empty > MAX_EMPTY)) {
        throw errors.protocol("The service's listing of " + place() + " does not end", null);
      }
      token = next;
    } while (token != null);
    return listed.entries();
  }

  private ListObjectsV2Response page(String beginning, String token) throws AgentException {
    return service.ask(
        "listing",
        beginning.isEmpty() ? "all" : beginning,
        c ->
            c.listObjectsV2(
                r ->
                    r.bucket(service.bucket())
                        .prefix(beginning)
                        .delimiter("/")
                        .maxKeys(AnswerBody.LISTED_AT_ONCE)
                        .continuationToken(token)));
  }

  private void add(ListObjectsV2Response page, String prefix, Listed listed) throws AgentException {
    for (S3Object object : page.contents()) {
      String key = String.valueOf(object.key());
      // Some programs make an object of the prefix, as a folder.
      if (key.length() > prefix.length() && listed.wants(key.substring(prefix.length()))) {
        String name = key.substring(prefix.length());
        listed.keep(
            object.size() == null ? FileEntry.other(name) : FileEntry.file(name, object.size()));
      }
    }
    for (CommonPrefix folder : page.commonPrefixes()) {
      String name = String.valueOf(folder.prefix());
      if (name.length() > prefix.length()) {
        name = name.substring(prefix.length(), name.length() - 1);
        if (listed.wants(name)) {
          listed.keep(FileEntry.other(name));
        }
      }
    }
  }

  @Override
  public InputStream read(String name, long offset) throws AgentException {
    FileNames.requireBaseName(name);
    String key = service.key(name);
    HeadObjectResponse file = service.head(key).orElseThrow(() -> errors.missing(key));
    return S3Download.open(service, key, file, offset);
  }

  @Override
  public Upload upload(String name, String uid, Content content) throws AgentException {
    FileNames.requireBaseName(name);
    FileNames.requireUid(uid);
    String key = service.key(name);
    Optional<byte[]> small = new ReadContent(content, key).small(service.limits().smallBytes());
    if (small.isPresent()) {
      // Finds out now what the commit would be refused for, except for the right to write.
      service.head(key);
      return new SmallUpload(service, key, small.get());
    }
    String marker = service.key(TemporaryNames.of(name, uid));
    PartsUpload upload = new PartsUpload(service, key, marker, new ReadContent(content, key));
    boolean whole = false;
    try {
      upload.send();
      whole = true;
      return upload;
    } finally {
      if (!whole) {
        upload.close();
      }
    }
  }

  @Override
  public void delete(String name) throws AgentException {
    FileNames.requireBaseName(name);
    String key = service.key(name);
    Optional<HeadObjectResponse> file = service.head(key);
    if (file.isEmpty()) {
      return;
    }
    Instant until = file.get().objectLockRetainUntilDate();
    if (until != null && until.isAfter(service.now())) {
      throw errors.immutable(key, until, null);
    }
    remove(key);
  }

  private void remove(String key) throws AgentException {
    service.ask("removing", key, c -> remove(c, key));
  }

  private Void remove(S3Client c, String key) throws AgentException {
    try {
      c.deleteObject(r -> r.bucket(service.bucket()).key(key));
      return null;
    } catch (S3Exception e) {
      String words = (S3Errors.code(e) + " " + e.getMessage()).toLowerCase(Locale.ROOT);
      // Services have no code in common for this; each says it somewhere.
      if (words.contains("object lock") || words.contains("objectlock") || words.contains("worm")) {
        throw errors.immutable(key, null, e);
      }
      throw e;
    }
  }

  /**
   * Aborts the uploads of a resource: those that its markers name. An upload in parts has no place
   * for anything but its key, and the same key may be another resource's.
   */
  @Override
  public void removeUnfinished(String name, String uid) throws AgentException {
    FileNames.requireUid(uid);
    for (FileEntry entry : list(".", each -> TemporaryNames.isOf(each, uid))) {
      if (entry.isFile()) {
        String marker = service.key(entry.name());
        UploadMarker.read(service, marker).abort(service);
        remove(marker);
      }
    }
  }

  /** A service does not say. */
  @Override
  public OptionalLong freeBytes() {
    return OptionalLong.empty();
  }

  @Override
  public void close() {
    service.close();
  }
}
