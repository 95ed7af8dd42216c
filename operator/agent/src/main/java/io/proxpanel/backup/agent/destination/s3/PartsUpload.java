package io.proxpanel.backup.agent.destination.s3;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** A file that is uploaded in parts, and appears when they are put together. */
final class PartsUpload implements Store.Upload {
  private static final Logger LOG = LoggerFactory.getLogger(PartsUpload.class);

  private final S3Service service;
  private final String key;
  private final String marker;
  private final ReadContent content;
  private final String word = Commit.newWord();
  private final List<CompletedPart> parts = new ArrayList<>();
  private final Map<Integer, Long> lengths = new HashMap<>();
  private UploadMarker upload;
  private boolean ended;
  private long length;

  PartsUpload(S3Service service, String key, String marker, ReadContent content) {
    this.service = service;
    this.key = key;
    this.marker = marker;
    this.content = content;
  }

  /** Sends all parts and checks what the service has of them. */
  void send() throws AgentException {
    String id = service.ask("beginning", key, c -> c.createMultipartUpload(creation())).uploadId();
    upload = new UploadMarker(key, id);
    upload.write(service, marker);
    boolean last = false;
    for (int number = 1; !last; number++) {
      if (number > S3Limits.MAX_PARTS) {
        throw new AgentException(
            ErrorCode.FormatLimitExceeded,
            "The file " + key + " is longer than an S3 service can hold: back up less at once.");
      }
      long limit = service.limits().partBytes(number);
      Md5 part = content.measure(length, limit);
      last = part.bytes() < limit;
      if (part.bytes() > 0) {
        send(number, part);
      }
    }
    check();
  }

  private CreateMultipartUploadRequest creation() {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder()
            .bucket(service.bucket())
            .key(key)
            .metadata(Commit.metadata(word))
            .storageClass(service.settings().storageClass())
            .serverSideEncryption(service.settings().serverSideEncryption())
            .ssekmsKeyId(service.settings().kmsKeyId());
    Long seconds = service.settings().immutableSeconds();
    if (seconds != null) {
      Instant until = service.now().plusSeconds(seconds);
      request.objectLockMode(ObjectLockMode.COMPLIANCE).objectLockRetainUntilDate(until);
    }
    return request.build();
  }

  private void send(int number, Md5 part) throws AgentException {
    UploadPartResponse answer =
        service.ask(
            "writing part " + number + " of",
            key,
            c ->
                c.uploadPart(
                    r ->
                        r.bucket(service.bucket())
                            .key(key)
                            .uploadId(upload.uploadId())
                            .partNumber(number)
                            .contentLength(part.bytes())
                            .contentMD5(part.base64()),
                    content.part(length, part.bytes())));
    parts.add(CompletedPart.builder().partNumber(number).eTag(answer.eTag()).build());
    lengths.put(number, part.bytes());
    length += part.bytes();
  }

  /** Every part has the length that was sent, and all of them are the content's. */
  private void check() throws AgentException {
    Stored there = service.ask("checking the parts of", key, this::stored);
    long stored = there.bytes();
    if (there.parts() != parts.size() || stored != length || length != content.length()) {
      throw new AgentException(
          ErrorCode.ReadBackFailed,
          "After all "
              + content.length()
              + " bytes of "
              + key
              + " were sent in "
              + parts.size()
              + " parts, the service has "
              + there.parts()
              + " parts with "
              + stored
              + " bytes as they were sent: see the service's log and its disks.");
    }
  }

  /** What the service has: how many parts, and how many bytes in those of the right length. */
  private record Stored(int parts, long bytes) {}

  private Stored stored(S3Client c) {
    int count = 0;
    long bytes = 0;
    for (Part part :
        c.listPartsPaginator(r -> r.bucket(service.bucket()).key(key).uploadId(upload.uploadId()))
            .parts()) {
      count++;
      bytes += part.size().equals(lengths.get(part.partNumber())) ? part.size() : 0;
      if (count > parts.size()) {
        // There are more than were sent, however many more.
        break;
      }
    }
    return new Stored(count, bytes);
  }

  @Override
  public void commit() throws AgentException {
    new Commit(service, key, length, word).run(this::complete);
    ended = true;
    try {
      service.ask(
          "removing", marker, c -> c.deleteObject(r -> r.bucket(service.bucket()).key(marker)));
    } catch (AgentException e) {
      // The file is stored; the next attempt removes what is left here.
      LOG.atWarn().addKeyValue("file", marker).log("marker left: {}", e.getMessage());
    }
  }

  private void complete(S3Client c, boolean onlyIfNew) {
    CompleteMultipartUploadRequest.Builder request =
        CompleteMultipartUploadRequest.builder()
            .bucket(service.bucket())
            .key(key)
            .uploadId(upload.uploadId())
            .multipartUpload(m -> m.parts(parts));
    if (onlyIfNew) {
      request.ifNoneMatch("*");
    }
    c.completeMultipartUpload(request.build());
  }

  @Override
  public void close() {
    if (ended || upload == null) {
      return;
    }
    ended = true;
    try {
      upload.abort(service);
      service.ask(
          "removing", marker, c -> c.deleteObject(r -> r.bucket(service.bucket()).key(marker)));
    } catch (AgentException | RuntimeException e) {
      // The next attempt removes it; the reason why this one ended is more important.
      LOG.atWarn().addKeyValue("file", key).log("upload left: {}", e.getMessage());
    }
  }
}
