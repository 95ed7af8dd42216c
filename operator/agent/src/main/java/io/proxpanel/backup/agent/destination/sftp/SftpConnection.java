package io.proxpanel.backup.agent.destination.sftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.net.Causes;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.client.SftpClient.Handle;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHFsyncExtension;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHStatExtensionInfo;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHStatPathExtension;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;

/** One connection that is logged in, and the requests that a folder of files needs. */
final class SftpConnection implements AutoCloseable {
  /** Pieces of a listing without a file; no server sends any. */
  private static final int MAX_EMPTY = 100;

  private final SshClient client;
  private final ClientSession session;
  private final AbstractSftpClient sftp;
  private final String folder;
  private final SessionEnd end;

  SftpConnection(
      SshClient client,
      ClientSession session,
      AbstractSftpClient sftp,
      String folder,
      SessionEnd end) {
    this.end = end;
    this.client = client;
    this.session = session;
    this.sftp = sftp;
    this.folder = folder == null || folder.isEmpty() ? "." : folder;
  }

  AbstractSftpClient sftp() {
    return sftp;
  }

  /** What the server sent that ended the connection, because it was no SFTP; or null. */
  StreamCorruptedException nonsense() {
    if (sftp instanceof BoundedSftpClient bounded && bounded.refused() != null) {
      return bounded.refused();
    }
    return Causes.of(end.reason(), StreamCorruptedException.class);
  }

  boolean isOpen() {
    return session.isOpen() && sftp.isOpen();
  }

  /** What stands under a path, links not followed; empty when nothing does. */
  Optional<Attributes> lstat(String path) throws IOException {
    try {
      return Optional.of(sftp.lstat(path));
    } catch (IOException e) {
      if (SftpErrors.isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Tells all that is in the folder; nothing when it does not exist yet. */
  void list(Entries told) throws IOException, AgentException {
    try (CloseableHandle handle = sftp.openDir(folder)) {
      AtomicReference<Boolean> end = new AtomicReference<>();
      int empty = 0;
      List<DirEntry> some = sftp.readDir(handle, end);
      while (some != null) {
        for (DirEntry each : some) {
          told.entry(each);
        }
        if (some.isEmpty() && ++empty > MAX_EMPTY) {
          throw new StreamCorruptedException("a listing of nothing that does not end");
        }
        some = Boolean.TRUE.equals(end.get()) ? null : sftp.readDir(handle, end);
      }
    } catch (IOException e) {
      if (!SftpErrors.isMissing(e)) {
        throw e;
      }
    }
  }

  /** Is told what is in a folder, in pieces as they come. */
  interface Entries {
    void entry(DirEntry entry) throws AgentException;
  }

  /** Removes a file; that there is none is no failure. */
  void remove(String path) throws IOException {
    try {
      sftp.remove(path);
    } catch (IOException e) {
      if (!SftpErrors.isMissing(e)) {
        throw e;
      }
    }
  }

  /** Makes what is missing of the folder. */
  void makeFolder() throws IOException {
    for (String part : parts()) {
      if (!isThere(part)) {
        make(part);
      }
    }
  }

  private void make(String part) throws IOException {
    try {
      sftp.mkdir(part);
    } catch (IOException e) {
      // Another task may have made it in the meantime.
      if (SftpErrors.isLoss(e) || !isThere(part)) {
        throw e;
      }
    }
  }

  /** Whether something is there that may lead to a folder: links are followed. */
  private boolean isThere(String part) throws IOException {
    try {
      sftp.stat(part);
      return true;
    } catch (IOException e) {
      if (SftpErrors.isMissing(e)) {
        return false;
      }
      throw e;
    }
  }

  /** The folder and those above it, the outermost first. */
  private List<String> parts() {
    List<String> parts = new ArrayList<>();
    int slash = folder.indexOf('/', 1);
    while (slash > 0) {
      parts.add(folder.substring(0, slash));
      slash = folder.indexOf('/', slash + 1);
    }
    parts.add(folder);
    return parts;
  }

  /** Makes what was written last through a power cut, where the server can; says whether it can. */
  boolean sync(Handle handle) throws IOException {
    OpenSSHFsyncExtension fsync = sftp.getExtension(OpenSSHFsyncExtension.class);
    if (fsync == null || !fsync.isSupported()) {
      return false;
    }
    fsync.fsync(handle);
    return true;
  }

  /** Free bytes where the folder is or will be, where the server can say. */
  OptionalLong freeBytes() throws IOException {
    OpenSSHStatPathExtension statvfs = sftp.getExtension(OpenSSHStatPathExtension.class);
    if (statvfs == null || !statvfs.isSupported()) {
      return OptionalLong.empty();
    }
    List<String> parts = new ArrayList<>(parts());
    parts.add(0, folder.startsWith("/") ? "/" : ".");
    OptionalLong free = OptionalLong.empty();
    for (String part : parts) {
      try {
        OpenSSHStatExtensionInfo info = statvfs.stat(part);
        free = OptionalLong.of(Math.multiplyExact(info.f_bavail, info.f_frsize));
      } catch (ArithmeticException e) {
        free = OptionalLong.of(Long.MAX_VALUE);
      } catch (IOException e) {
        if (!SftpErrors.isMissing(e)) {
          throw e;
        }
        return free;
      }
    }
    return free;
  }

  /** Ends it at once. */
  @Override
  public void close() {
    SftpConnector.end(client);
  }
}
