package io.proxpanel.backup.agent.destination.s3;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.SingleByte;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Reads content part by part, each of them twice: for its sum, and to send it. So no part is kept
 * in memory, and one that has to be sent again is read again.
 */
final class ReadContent {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Content content;
  private final String key;

  ReadContent(Content content, String key) {
    this.content = content;
    this.key = key;
  }

  /** All of it, when it is no longer than a limit. */
  Optional<byte[]> small(int limit) throws AgentException {
    try (InputStream in = content.open(0)) {
      byte[] bytes = in.readNBytes(limit + 1);
      return bytes.length > limit ? Optional.empty() : Optional.of(bytes);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Length and sum of a part, which is shorter than the limit when it is the last. */
  Md5 measure(long offset, long limit) throws AgentException {
    MessageDigest digest = Md5.begin();
    byte[] buffer = new byte[BUFFER_BYTES];
    long bytes = 0;
    try (InputStream in = content.open(offset)) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, limit));
      while (n > 0) {
        digest.update(buffer, 0, n);
        bytes += n;
        n = in.read(buffer, 0, (int) Math.min(buffer.length, limit - bytes));
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return Md5.of(digest.digest(), bytes);
  }

  /** A part as a body. */
  RequestBody part(long offset, long bytes) {
    return RequestBody.fromContentProvider(
        () -> {
          try {
            return new Piece(content.open(offset), bytes);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        bytes,
        "application/octet-stream");
  }

  long length() throws AgentException {
    try {
      return content.length();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private AgentException unreadable(IOException e) {
    return AgentException.from(
        e,
        ErrorCode.InputOutput,
        "What was to be stored as " + key + " could not be read: " + e.getMessage() + ".");
  }

  /** So many bytes of a stream. */
  private static final class Piece extends FilterInputStream {
    private long left;

    Piece(InputStream in, long bytes) {
      super(in);
      this.left = bytes;
    }

    @Override
    public int read() throws IOException {
      return SingleByte.of(this);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = super.read(bytes, offset, (int) Math.min(length, left));
      if (n > 0) {
        left -= n;
      }
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = super.skip(Math.min(n, left));
      left -= skipped;
      return skipped;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(super.available(), left);
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
