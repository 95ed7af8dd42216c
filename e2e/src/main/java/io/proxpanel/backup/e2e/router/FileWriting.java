package io.proxpanel.backup.e2e.router;

import io.proxpanel.backup.e2e.router.RouterFaults.ExportFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes exports and backups to a router's files, at once or after the command has ended. */
final class FileWriting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileWriting.class);
  private static final int PLAIN = 0xB1A1AC88;
  private static final int AES = 0x7391A8EF;
  private static final int BACKUP_BYTES = 71_234;

  private final RouterModel model;
  private final RouterConfiguration configuration;
  private final RouterFiles files;
  private final RouterFaults faults;
  private final Random noise = new Random(1);
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "router-writes");
            thread.setDaemon(true);
            return thread;
          });

  FileWriting(
      RouterModel model,
      RouterConfiguration configuration,
      RouterFiles files,
      RouterFaults faults) {
    this.model = model;
    this.configuration = configuration;
    this.files = files;
    this.faults = faults;
  }

  /** The bytes of an export of now. */
  byte[] exported(RouterConfiguration.Form form, boolean sensitive) {
    String text =
        model.header(LocalDateTime.now(ZoneOffset.UTC)) + configuration.text(form, sensitive);
    return bytes(text);
  }

  private byte[] bytes(String text) {
    return text.replace("\n", model.lineEnd()).getBytes(StandardCharsets.ISO_8859_1);
  }

  void export(String name, RouterConfiguration.Form form, boolean sensitive)
      throws IOException, TrapException {
    ExportFault fault = faults.export();
    byte[] whole = exported(form, sensitive);
    byte[] content =
        switch (fault.ending()) {
          case WHOLE -> whole;
          case EMPTY -> new byte[0];
          case HEADER_ONLY -> bytes(model.header(LocalDateTime.now(ZoneOffset.UTC)));
          case CUT -> Arrays.copyOf(whole, fault.bytes());
          case LARGE -> join(whole, addresses(fault.bytes()));
          case DISK_FULL -> Arrays.copyOf(whole, whole.length / 3);
          case INTERRUPTED ->
              join(
                  Arrays.copyOf(whole, lineBefore(whole, whole.length / 2)),
                  bytes("#interrupted\n"));
          case MENU_MISSING ->
              join(whole, bytes("#error exporting \"/interface/wifi\" (timeout)\n"));
        };
    if (fault.pieces() == 0) {
      files.write(name, content);
    } else {
      writeLater(name, content, fault);
    }
    if (fault.ending() == RouterFaults.Ending.DISK_FULL) {
      throw new TrapException(4, "failure: not enough disk space");
    }
  }

  /** A list as a script fills it, another one for each size. */
  private byte[] addresses(int bytes) {
    StringBuilder text = new StringBuilder("/ip firewall address-list\n");
    for (int i = 0; text.length() < bytes; i++) {
      text.append("add address=10.").append(i >> 16 & 255).append('.').append(i >> 8 & 255);
      text.append('.').append(i & 255).append(" list=blocked-").append(bytes).append('\n');
    }
    return bytes(text.toString());
  }

  private static int lineBefore(byte[] text, int at) {
    int end = at;
    while (text[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static byte[] join(byte[] one, byte[] other) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.writeBytes(other);
    return both.toByteArray();
  }

  private void writeLater(String name, byte[] content, ExportFault fault) {
    String temporary = fault.underOtherName() ? name + ".in_progress" : name;
    int length = content.length / fault.pieces() + 1;
    long pause = fault.pause().toMillis();
    for (int piece = 0; piece < fault.pieces(); piece++) {
      int from = Math.min(content.length, piece * length);
      byte[] part = Arrays.copyOfRange(content, from, Math.min(content.length, from + length));
      boolean last = piece == fault.pieces() - 1;
      var unused =
          later.schedule(
              () -> write(temporary, part, last && fault.underOtherName() ? name : null),
              pause * (piece + 1),
              TimeUnit.MILLISECONDS);
    }
  }

  private void write(String temporary, byte[] part, String last) {
    try {
      files.append(temporary, part);
      if (last != null) {
        files.rename(temporary, last);
      }
    } catch (IOException e) {
      LOG.warn("the emulator could not write {}: {}", temporary, e.getMessage());
    }
  }

  /** A file that begins as RouterOS's own do, and is noise after that. */
  void backup(String name, boolean encrypted) throws IOException {
    byte[] content = new byte[BACKUP_BYTES];
    noise.nextBytes(content);
    ByteBuffer.wrap(content)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(encrypted ? AES : PLAIN)
        .putInt(content.length);
    files.write(name, content);
  }

  @Override
  public void close() {
    later.shutdownNow();
  }
}
