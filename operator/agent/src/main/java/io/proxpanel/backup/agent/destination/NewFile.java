package io.proxpanel.backup.agent.destination;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Manifest;
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
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that has a temporary name until it is proven. It gets its final name last, never in place
 * of another file; what is not stored is removed.
 */
public final class NewFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NewFile.class);
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final LocalFolder folder;
  private final Path target;
  private final Path partial;
  private final Path manifestPartial;
  private final FileChannel channel;
  private final Cleanup.Entry cleanup;

  private NewFile(
      LocalFolder folder,
      Path target,
      Path partial,
      Path manifestPartial,
      FileChannel channel,
      Cleanup cleanup) {
    this.folder = folder;
    this.target = target;
    this.partial = partial;
    this.manifestPartial = manifestPartial;
    this.channel = channel;
    this.cleanup = cleanup.add(this::discard);
  }

  static NewFile create(LocalFolder folder, Path target, String uid, Cleanup cleanup)
      throws IOException {
    String name = String.valueOf(target.getFileName());
    Path partial = folder.temporary(name, uid);
    FileChannel channel = FileChannel.open(partial, NEW);
    return new NewFile(folder, target, partial, folder.temporary(name, uid), channel, cleanup);
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
            channel.write(buffer);
          }
        } catch (IOException e) {
          throw VolumeErrors.writing(folder.path(), e).asIOException();
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
          throw VolumeErrors.writing(folder.path(), e).asIOException();
        }
      }
    };
  }

  /** Where it is until it is stored, for reading it back. */
  public Path path() {
    return partial;
  }

  /**
   * Gives the file its final name, with its manifest beside it.
   *
   * @throws AgentException {@code FileNameTaken}, or why the volume refused it
   */
  public void store(Manifest manifest) throws AgentException {
    Path manifestPath = target.resolveSibling(target.getFileName() + Manifest.SUFFIX);
    try {
      try (FileChannel out = FileChannel.open(manifestPartial, NEW)) {
        ByteBuffer content = ByteBuffer.wrap(Json.writePretty(manifest));
        while (content.hasRemaining()) {
          out.write(content);
        }
        out.force(true);
      }
      DurableNames.rename(manifestPartial, manifestPath);
      folder.sync();
      giveFinalName(manifestPath);
      folder.sync();
    } catch (FileAlreadyExistsException e) {
      throw taken(manifest.uid(), e);
    } catch (IOException e) {
      throw VolumeErrors.writing(folder.path(), e);
    }
  }

  private AgentException taken(String uid, FileAlreadyExistsException e) throws AgentException {
    String name = String.valueOf(target.getFileName());
    if (!folder.owns(name, uid)) {
      return taken(name, folder, e);
    }
    return new AgentException(
        ErrorCode.InputOutput,
        "Another attempt of this Backup has just stored "
            + name
            + " in "
            + folder
            + ": it was left as it is, and the next attempt takes it.",
        e);
  }

  private void giveFinalName(Path manifestPath) throws IOException {
    try {
      DurableNames.rename(partial, target);
    } catch (FileAlreadyExistsException e) {
      // It must not stand beside somebody else's file and say that the file is ours.
      Files.delete(manifestPath);
      throw e;
    }
  }

  /** Removes it, unless it was stored. */
  @Override
  public void close() {
    cleanup.close();
  }

  /** The failure when a name is somebody else's. */
  public static AgentException taken(String name, LocalFolder folder, Throwable cause) {
    return new AgentException(
        ErrorCode.FileNameTaken,
        "A file "
            + name
            + " is in "
            + folder
            + " already and is not this Backup's: it was left as it is; create another Backup.",
        cause);
  }

  private void discard() {
    try {
      channel.close();
      Files.deleteIfExists(partial);
      Files.deleteIfExists(manifestPartial);
    } catch (IOException e) {
      // The next attempt removes it; the reason why this one ended is more important.
      LOG.atWarn().addKeyValue("file", partial).log("temporary file left: {}", e.getMessage());
    }
  }
}
