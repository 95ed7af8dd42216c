package io.proxpanel.backup.agent.destination.sftp;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.time.Duration;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.sftp.client.SftpErrorDataHandler;
import org.apache.sshd.sftp.client.SftpVersionSelector;
import org.apache.sshd.sftp.client.impl.DefaultSftpClient;
import org.apache.sshd.sftp.client.impl.DefaultSftpClientFactory;

/**
 * The library's client, which keeps every answer until somebody asks for it, also those to requests
 * that were never made: here a server that sends such answers is refused.
 */
final class BoundedSftpClient extends DefaultSftpClient {
  /** What is read ahead, and as much again. */
  static final long MAX_UNCLAIMED = 2 * SftpConnector.WINDOW_BYTES;

  /** Memory that an answer takes beside its bytes. */
  private static final int ANSWER_BYTES = 128;

  // Not set here: answers come while the constructor of the class above runs.
  private long unclaimed;
  private volatile StreamCorruptedException refused;

  private BoundedSftpClient(
      ClientSession session, SftpVersionSelector selector, SftpErrorDataHandler errors)
      throws IOException {
    super(session, selector, errors);
  }

  /** Makes such clients. */
  static DefaultSftpClientFactory factory() {
    return new DefaultSftpClientFactory() {
      @Override
      protected DefaultSftpClient createDefaultSftpClient(
          ClientSession session, SftpVersionSelector selector, SftpErrorDataHandler errors)
          throws IOException {
        return new BoundedSftpClient(session, selector, errors);
      }
    };
  }

  /** Why the server is not listened to any more, or null. */
  StreamCorruptedException refused() {
    return refused;
  }

  @Override
  protected void process(Buffer incoming) throws IOException {
    if (add(incoming.available() + ANSWER_BYTES) > MAX_UNCLAIMED) {
      refused =
          new StreamCorruptedException(
              "more than " + MAX_UNCLAIMED + " bytes of answers that nobody has asked for");
      // Who waits for another answer would wait in vain.
      getClientSession().close(true);
      throw refused;
    }
    super.process(incoming);
  }

  @Override
  public Buffer receive(int id, Duration timeout) throws IOException {
    Buffer answer = super.receive(id, timeout);
    if (answer != null) {
      add(-answer.available() - ANSWER_BYTES);
    }
    return answer;
  }

  private synchronized long add(long bytes) {
    unclaimed += bytes;
    return unclaimed;
  }
}
