package io.proxpanel.backup.agent.destination.s3;

import io.proxpanel.backup.agent.AgentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Says in an object of its own, under a temporary name, which upload in parts is whose. It is there
 * before the first part is, so that no part can be left that nobody knows of.
 *
 * @param key of the file
 * @param uploadId of the service
 */
record UploadMarker(String key, String uploadId) {

  /** A key has 1,024 bytes at most; ids of uploads are shorter. */
  private static final int MAX_BYTES = 8 * 1024;

  void write(S3Service service, String marker) throws AgentException {
    byte[] text = (key + "\n" + uploadId + "\n").getBytes(StandardCharsets.UTF_8);
    service.ask(
        "writing",
        marker,
        c ->
            c.putObject(
                r ->
                    r.bucket(service.bucket())
                        .key(marker)
                        .contentType("text/plain; charset=utf-8")
                        .contentMD5(Md5.of(text).base64()),
                RequestBody.fromBytes(text)));
  }

  /** Reads a marker; one that holds something else names no upload. */
  static UploadMarker read(S3Service service, String marker) throws AgentException {
    String text =
        service.ask(
            "reading",
            marker,
            c -> {
              try (ResponseInputStream<GetObjectResponse> in =
                  c.getObject(r -> r.bucket(service.bucket()).key(marker))) {
                byte[] bytes = in.readNBytes(MAX_BYTES);
                in.abort();
                return new String(bytes, StandardCharsets.UTF_8);
              } catch (S3Exception e) {
                if (e.statusCode() == 404) {
                  return "";
                }
                throw e;
              } catch (IOException e) {
                throw SdkClientException.create("the marker cannot be read", e);
              }
            });
    String[] lines = text.split("\n");
    return lines.length == 2 ? new UploadMarker(lines[0], lines[1]) : new UploadMarker(marker, "");
  }

  /** Ends the upload and removes its parts; that there is none any more is no failure. */
  void abort(S3Service service) throws AgentException {
    if (uploadId.isEmpty()) {
      return;
    }
    service.ask(
        "aborting the upload of",
        key,
        c -> {
          try {
            return c.abortMultipartUpload(
                r -> r.bucket(service.bucket()).key(key).uploadId(uploadId));
          } catch (S3Exception e) {
            if (e.statusCode() == 404) {
              return null;
            }
            throw e;
          }
        });
  }
}
