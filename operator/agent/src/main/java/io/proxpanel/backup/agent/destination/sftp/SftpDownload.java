package io.proxpanel.backup.agent.destination.sftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.SingleByte;
import io.proxpanel.backup.agent.destination.net.Pace;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.impl.SftpInputStreamAsync;

/**
 * Reads a file of a server, many requests on the way at a time, and to the length that it had at
 * the beginning: less is never an end.
 */
final class SftpDownload extends InputStream {
  /** A request's; servers must take 32 KiB, and need not take more. */
  private static final int REQUEST_BYTES = 32 * 1024;

  private final SftpInputStreamAsync in;
  private final SftpErrors errors;
  private final String path;
  private final long size;
  private final Pace pace;
  private long at;

  private SftpDownload(
      SftpInputStreamAsync in,
      SftpErrors errors,
      String path,
      long at,
      long size,
      SftpPatience patience) {
    this.pace = new Pace(patience.answer());
    this.in = in;
    this.errors = errors;
    this.path = path;
    this.at = at;
    this.size = size;
  }

  static SftpDownload open(
      SftpConnection connection, SftpErrors errors, String path, long offset, SftpPatience patience)
      throws IOException {
    CloseableHandle handle = connection.sftp().open(path, Set.of(OpenMode.Read));
    boolean opened = false;
    try {
      long size = connection.sftp().stat(handle).getSize();
      SftpInputStreamAsync in =
          new SftpInputStreamAsync(connection.sftp(), REQUEST_BYTES, offset, size, path, handle);
      opened = true;
      return new SftpDownload(in, errors, path, offset, size, patience);
    } finally {
      if (!opened) {
        handle.close();
      }
    }
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
    } catch (IOException | RuntimeException e) {
      throw errors
          .of("reading", path, e instanceof IOException io ? io : new IOException(e))
          .asIOException();
    }
    if (n <= 0) {
      throw new AgentException(
              ErrorCode.FileSizeWrong,
              "The file "
                  + path
                  + " ended after "
                  + at
                  + " of "
                  + size
                  + " bytes while it was read: see who changes it on the server.")
          .asIOException();
    }
    at += n;
    return n;
  }

  /** Never fails: all that was wanted has been read. */
  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException | RuntimeException e) {
      // The connection is gone, and with it what there was to close.
      return;
    }
  }
}
