package io.proxpanel.backup.agent.destination;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.FileList;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.RouterFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of a volume that has a temporary name until it is committed. It gets its final name last,
 * never in place of another file; what is not committed is removed.
 */
public final class NewFile implements Store.Upload {
  private static final Logger LOG = LoggerFactory.getLogger(NewFile.class);
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private static final Set<PosixFilePermission> OWN =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path target;
  private final Path partial;
  private final FileChannel channel;
  private final Cleanup.Entry cleanup;
  private long written;

  private NewFile(Path target, Path partial, FileChannel channel, Cleanup cleanup) {
    this.target = target;
    this.partial = partial;
    this.channel = channel;
    this.cleanup = cleanup.add(this::discard);
  }

  static NewFile create(Path target, String uid, Cleanup cleanup)
      throws IOException, AgentException {
    String name = TemporaryNames.of(String.valueOf(target.getFileName()), uid);
    Path partial = target.resolveSibling(name);
    return cleanup.making(
        () -> {
          FileChannel channel =
              isSealed(target)
                  ? FileChannel.open(partial, NEW)
                  : FileChannel.open(partial, NEW, PosixFilePermissions.asFileAttribute(OWN));
          return new NewFile(target, partial, channel, cleanup);
        });
  }

  /** Backup files and encrypted archives tell nobody anything; other files are their owner's. */
  private static boolean isSealed(Path target) {
    String name = String.valueOf(target.getFileName());
    String file =
        name.endsWith(Manifest.SUFFIX)
            ? name.substring(0, name.length() - Manifest.SUFFIX.length())
            : name;
    return file.endsWith(FileList.ENDING) || file.endsWith(RouterFiles.ENCRYPTED);
  }

  /** Takes the content. Closing it makes the content last through a power cut. */
  public OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        try {
          while (buffer.hasRemaining()) {
            written += channel.write(buffer);
          }
        } catch (IOException e) {
          throw VolumeErrors.writing(target, written, e).asIOException();
        }
      }

      @Override
      public void close() throws IOException {
        if (!channel.isOpen()) {
          return;
        }
        try (channel) {
          channel.force(true);
        } catch (IOException e) {
          throw VolumeErrors.writing(target, written, e).asIOException();
        }
      }
    };
  }

  /** Where it is until it is committed, for reading it back. */
  public Path path() {
    return partial;
  }

  @Override
  public void commit() throws AgentException {
    try {
      DurableNames.rename(partial, target);
      DurableNames.sync(folder());
    } catch (FileAlreadyExistsException e) {
      throw new AgentException(
          ErrorCode.FileNameTaken,
          "Something stands at " + target + " already: it was left as it is.",
          e);
    } catch (IOException e) {
      throw VolumeErrors.writing(folder(), e);
    }
  }

  /** Removes it, unless it was committed. */
  @Override
  public void close() {
    cleanup.close();
  }

  private Path folder() {
    return target.toAbsolutePath().getParent();
  }

  private void discard() {
    try {
      channel.close();
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      // The next attempt removes it; the reason why this one ended is more important.
      LOG.atWarn().addKeyValue("file", partial).log("temporary file left: {}", e.getMessage());
    }
  }
}
