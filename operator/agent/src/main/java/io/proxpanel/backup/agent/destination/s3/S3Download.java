package io.proxpanel.backup.agent.destination.s3;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.SingleByte;
import io.proxpanel.backup.agent.destination.net.Pace;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Reads a file to the length that it had at the beginning: less is never an end, as it may be for
 * HTTP. A file that was exchanged in the meantime is not read ({@code If-Match}).
 */
final class S3Download extends InputStream {
  private final S3Service service;
  private final String key;
  private final long size;
  private final ResponseInputStream<GetObjectResponse> in;
  private final Pace pace;
  private long at;

  private S3Download(
      S3Service service,
      String key,
      long at,
      long size,
      ResponseInputStream<GetObjectResponse> in) {
    this.service = service;
    this.key = key;
    this.at = at;
    this.size = size;
    this.in = in;
    this.pace = new Pace(service.limits().answer());
  }

  static InputStream open(S3Service service, String key, HeadObjectResponse file, long offset)
      throws AgentException {
    long size = file.contentLength();
    if (offset >= size) {
      // There is no such range.
      return InputStream.nullInputStream();
    }
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().bucket(service.bucket()).key(key).ifMatch(file.eTag());
    if (offset > 0) {
      request.range("bytes=" + offset + "-");
    }
    ResponseInputStream<GetObjectResponse> in =
        service.ask("reading", key, c -> c.getObject(request.build()));
    Long announced = in.response().contentLength();
    long left = announced == null ? -1 : announced;
    if (left != size - offset) {
      in.abort();
      throw service
          .errors()
          .protocol(
              "The service sends "
                  + (left < 0 ? "nobody knows how many" : left)
                  + " bytes of "
                  + key
                  + " where there are "
                  + (size - offset),
              null);
    }
    return new S3Download(service, key, offset, size, in);
  }

  @Override
  public int read() throws IOException {
    return SingleByte.of(this);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at >= size) {
      return -1;
    }
    int n;
    try {
      pace.begin();
      n = in.read(bytes, offset, (int) Math.min(length, size - at));
      pace.came(n);
    } catch (IOException | SdkException e) {
      throw lost(e);
    }
    if (n <= 0) {
      throw lost(new IOException("it ended after " + at + " of " + size + " bytes"));
    }
    at += n;
    return n;
  }

  private IOException lost(Exception e) {
    S3Errors errors = service.errors();
    AgentException why =
        service.isClosed()
            ? errors.closed()
            : errors.lost("reading " + key + ": " + e.getMessage(), e);
    return why.asIOException();
  }

  /** Never fails; what was not read is not waited for. */
  @Override
  public void close() {
    if (at < size) {
      in.abort();
      return;
    }
    try {
      in.close();
    } catch (IOException e) {
      // All of it has been read.
      in.abort();
    }
  }
}
