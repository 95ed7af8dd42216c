package io.proxpanel.backup.agent.destination.s3;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.Store;
import java.time.Instant;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** A file that one request stores. */
final class SmallUpload implements Store.Upload {
  private final S3Service service;
  private final String key;
  private final byte[] bytes;

  SmallUpload(S3Service service, String key, byte[] bytes) {
    this.service = service;
    this.key = key;
    this.bytes = bytes;
  }

  @Override
  public void commit() throws AgentException {
    String word = Commit.newWord();
    new Commit(service, key, bytes.length, word)
        .run((c, onlyIfNew) -> c.putObject(request(word, onlyIfNew), RequestBody.fromBytes(bytes)));
  }

  private PutObjectRequest request(String word, boolean onlyIfNew) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(service.bucket())
            .key(key)
            .metadata(Commit.metadata(word))
            .contentMD5(Md5.of(bytes).base64())
            .storageClass(service.settings().storageClass())
            .serverSideEncryption(service.settings().serverSideEncryption())
            .ssekmsKeyId(service.settings().kmsKeyId());
    if (onlyIfNew) {
      request.ifNoneMatch("*");
    }
    Long seconds = service.settings().immutableSeconds();
    if (seconds != null) {
      Instant until = service.now().plusSeconds(seconds);
      request.objectLockMode(ObjectLockMode.COMPLIANCE).objectLockRetainUntilDate(until);
    }
    return request.build();
  }

  /** There is nothing to remove: what was not committed was not sent. */
  @Override
  public void close() {}
}
