package io.proxpanel.backup.e2e.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Lets classes of several processes share the machine, and one that wants it alone have it so: it
 * waits for those that run, and those that come later wait for it. Locks of files, which end with
 * the process.
 */
final class MachineShare implements BeforeAllCallback, AfterAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(MachineShare.class);
  private static final Path DOOR = Path.of("target/machine-door");
  private static final Path ROOM = Path.of("target/machine-room");

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    boolean alone = context.getRequiredTestClass().getAnnotation(OnCluster.class).alone();
    if (!alone) {
      // While it is made, one that wants the machine alone may have it.
      SharedCluster.make(context);
    }
    FileChannel room = open(ROOM);
    // Who waits for the room stands in the door, so nobody passes.
    try (FileChannel door = open(DOOR)) {
      door.lock();
      room.lock(0, Long.MAX_VALUE, !alone);
      context.getStore(NAMESPACE).put(FileChannel.class, room);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    context.getStore(NAMESPACE).remove(FileChannel.class, FileChannel.class).close();
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
