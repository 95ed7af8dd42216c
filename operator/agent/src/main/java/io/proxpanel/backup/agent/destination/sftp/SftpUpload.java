package io.proxpanel.backup.agent.destination.sftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.impl.SftpOutputStreamAsync;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file under a temporary name.
 *
 * <p>After a lost connection it goes on where the server's file and the content part. What the
 * server has is read back and compared for that: it may have written late requests in another
 * order, or have lost in a crash what it had acknowledged. That costs never more bytes than to send
 * all again, and on most lines faster ones. What was compared once and made to last by fsync is not
 * compared again.
 */
final class SftpUpload implements Store.Upload {
  private static final Logger LOG = LoggerFactory.getLogger(SftpUpload.class);
  private static final int BUFFER_BYTES = 128 * 1024;

  /** Of a file that is ours as nobody else's begins like it: salts and keys stand there. */
  private static final int HEAD_BYTES = 64 * 1024;

  private final SftpStore store;
  private final String temporary;
  private final String target;
  private final Content content;
  private boolean opened;
  private boolean renaming;
  private boolean committed;
  private boolean ended;
  private long kept;
  private long proven;
  private long length;

  SftpUpload(SftpStore store, String name, String temporary, Content content) {
    this.store = store;
    this.target = store.path(name);
    this.temporary = store.path(temporary);
    this.content = content;
  }

  /** Sends all of the content and checks its length. */
  void send() throws AgentException {
    store.ask(
        "making the folder of",
        target,
        c -> {
          c.makeFolder();
          return null;
        });
    store.ask(
        "writing",
        temporary,
        c -> {
          send(c);
          return null;
        },
        () -> kept);
  }

  private void send(SftpConnection connection) throws IOException, AgentException {
    Optional<Attributes> before = opened ? connection.lstat(temporary) : Optional.empty();
    Collection<OpenMode> modes = EnumSet.of(OpenMode.Write, OpenMode.Create);
    if (!opened) {
      modes.add(OpenMode.Exclusive);
    }
    opened = true;
    long from = before.isEmpty() ? 0 : common(connection, before.get().getSize());
    try (CloseableHandle handle = connection.sftp().open(temporary, modes)) {
      if (from > 0 && connection.sync(handle)) {
        proven = from;
      }
      kept = Math.max(kept, from);
      long end = write(connection, handle, from);
      length = end;
      connection.sync(handle);
    }
    check(connection);
  }

  /** Writes from an offset to the end, many requests on the way at a time. */
  private long write(SftpConnection connection, CloseableHandle handle, long from)
      throws IOException, AgentException {
    long at = from;
    try (InputStream in = openContent(from);
        SftpOutputStreamAsync out =
            new SftpOutputStreamAsync(connection.sftp(), 0, temporary, handle, false)) {
      out.setOffset(from);
      byte[] buffer = new byte[BUFFER_BYTES];
      int n = readContent(in, buffer);
      while (n > 0) {
        out.write(buffer, 0, n);
        at += n;
        n = readContent(in, buffer);
      }
      out.flush();
    } catch (IOException e) {
      // Full is one of the reasons that OpenSSH has no status for.
      if (SftpErrors.isUnexplained(e)) {
        throw store.errors().full(temporary, freeBytes(connection), e);
      }
      throw e;
    }
    return at;
  }

  private static OptionalLong freeBytes(SftpConnection connection) {
    try {
      return connection.freeBytes();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** How many bytes the server's file and the content have in common from the start. */
  private long common(SftpConnection connection, long size) throws IOException, AgentException {
    long at = Math.min(proven, size);
    byte[] there = new byte[BUFFER_BYTES];
    try (InputStream remote =
            SftpDownload.open(connection, store.errors(), temporary, at, store.patience());
        InputStream local = openContent(at)) {
      int n = remote.readNBytes(there, 0, there.length);
      while (n > 0) {
        byte[] here = readContent(local, n);
        int same = Arrays.mismatch(there, 0, n, here, 0, here.length);
        if (same >= 0) {
          return at + same;
        }
        at += n;
        n = remote.readNBytes(there, 0, there.length);
      }
    }
    return at;
  }

  private void check(SftpConnection connection) throws IOException, AgentException {
    OptionalLong stored = size(connection.lstat(temporary));
    long expected = lengthOfContent();
    if (length != expected || stored.isEmpty() || stored.getAsLong() != expected) {
      throw new AgentException(
          ErrorCode.ReadBackFailed,
          "After all "
              + expected
              + " bytes were sent to "
              + temporary
              + ", the server has "
              + (stored.isEmpty() ? "no such file" : stored.getAsLong() + " bytes")
              + " there: see the server's log and its disk.");
    }
  }

  private static OptionalLong size(Optional<Attributes> attributes) {
    return attributes.map(a -> SftpStore.entry("", a)).stream()
        .map(FileEntry::sizeBytes)
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  @Override
  public void commit() throws AgentException {
    store.ask(
        "renaming to",
        target,
        c -> {
          commit(c);
          return null;
        });
    committed = true;
  }

  private void commit(SftpConnection connection) throws IOException, AgentException {
    Optional<Attributes> there = connection.lstat(target);
    if (there.isPresent()) {
      if (!renaming || !isOurs(connection, there)) {
        throw store.errors().nameTaken(target);
      }
      // OpenSSH makes a second name and removes the first; it may have come to the half of that.
      connection.remove(temporary);
      return;
    }
    renaming = true;
    try {
      connection.sftp().rename(temporary, target);
    } catch (IOException e) {
      if (!SftpErrors.isLoss(e) && connection.lstat(target).isPresent()) {
        throw store.errors().nameTaken(target);
      }
      throw e;
    }
  }

  /** Whether the file under the final name is this one; asked after an answer was lost. */
  private boolean isOurs(SftpConnection connection, Optional<Attributes> there)
      throws IOException, AgentException {
    OptionalLong size = size(there);
    if (size.isEmpty() || size.getAsLong() != length) {
      return false;
    }
    int head = (int) Math.min(HEAD_BYTES, length);
    try (InputStream remote =
            SftpDownload.open(connection, store.errors(), target, 0, store.patience());
        InputStream local = openContent(0)) {
      return Arrays.equals(remote.readNBytes(head), readContent(local, head));
    }
  }

  @Override
  public void close() {
    if (committed || ended || !opened) {
      return;
    }
    ended = true;
    try {
      store.ask(
          "removing",
          temporary,
          c -> {
            c.remove(temporary);
            return null;
          });
    } catch (AgentException | RuntimeException e) {
      // The next attempt removes it; the reason why this one ended is more important.
      LOG.atWarn().addKeyValue("file", temporary).log("temporary file left: {}", e.getMessage());
    }
  }

  private InputStream openContent(long offset) throws AgentException {
    try {
      return content.open(offset);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private long lengthOfContent() throws AgentException {
    try {
      return content.length();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private int readContent(InputStream in, byte[] buffer) throws AgentException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private byte[] readContent(InputStream in, int bytes) throws AgentException {
    try {
      return in.readNBytes(bytes);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private AgentException unreadable(IOException e) {
    return AgentException.from(
        e,
        ErrorCode.InputOutput,
        "What was to be stored as " + target + " could not be read: " + e.getMessage() + ".");
  }
}
