package io.proxpanel.backup.agent.router.archive;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the archive of one router in one pass. The same content makes the same bytes: no owner, no
 * time but the run's. What is not brought to {@link #finish} is refused by its reader.
 */
public final class RouterArchiveWriter {
  private final GZIPOutputStream out;
  private final String router;
  private final String address;
  private final long time;

  /**
   * Starts one.
   *
   * @param out takes the file; the caller closes it
   * @param router its name, as somebody typed it in
   * @param address as it was called
   * @param time of the run
   */
  public RouterArchiveWriter(OutputStream out, String router, String address, Instant time)
      throws IOException {
    this.out = new GZIPOutputStream(out, 1 << 14); // writes no time into its header
    this.router = router;
    this.address = address;
    this.time = Math.max(0, time.getEpochSecond());
  }

  /** Adds the export as the router wrote it. */
  public void export(Path file) throws IOException, AgentException {
    add(RouterFileNames.export(router, address), file);
  }

  /** Adds the binary backup. */
  public void backup(Path file) throws IOException, AgentException {
    add(RouterFileNames.backup(router, address), file);
  }

  /** Adds the difference to the last good export. */
  public void diff(Path file) throws IOException, AgentException {
    add(RouterFileNames.diff(router, address), file);
  }

  /** Says why there is no export. */
  public void failed(String reason) throws IOException, AgentException {
    add(
        RouterFileNames.failed(router, address),
        (reason.strip() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Adds what is known of the router. */
  public void facts(ArchiveFacts facts) throws IOException, AgentException {
    add(RouterFileNames.FACTS, Json.writePretty(facts));
  }

  /** Ends the archive; the stream beneath stays open. */
  public void finish() throws IOException {
    out.write(new byte[2 * TarHeader.BLOCK]);
    out.finish();
    out.flush();
  }

  private void add(String name, byte[] bytes) throws IOException, AgentException {
    add(name, bytes.length, new ByteArrayInputStream(bytes));
  }

  private void add(String name, Path file) throws IOException, AgentException {
    try (InputStream in = Files.newInputStream(file)) {
      add(name, Files.size(file), in);
    }
  }

  private void add(String name, long size, InputStream in) throws IOException, AgentException {
    if (size > TarHeader.MAX_SIZE) {
      throw new AgentException(
          ErrorCode.FormatLimitExceeded,
          "The file \""
              + name
              + "\" of the router has "
              + size
              + " bytes, more than an archive can hold: check what the router delivered.");
    }
    out.write(TarHeader.ofFile(name, size, time));
    long copied = copy(in, size);
    if (copied != size || in.read() >= 0) {
      throw new AgentException(
          ErrorCode.InputOutput,
          "The file \""
              + name
              + "\" of the router changed while it was written into the archive, which was given"
              + " up: something else writes to the agent's scratch folder; run the backup again.");
    }
    int rest = (int) (size % TarHeader.BLOCK);
    out.write(new byte[rest == 0 ? 0 : TarHeader.BLOCK - rest]);
  }

  private long copy(InputStream in, long size) throws IOException {
    byte[] buffer = new byte[1 << 14];
    long copied = 0;
    int read = 0;
    while (copied < size && read >= 0) {
      read = in.read(buffer, 0, (int) Math.min(buffer.length, size - copied));
      if (read > 0) {
        out.write(buffer, 0, read);
        copied += read;
      }
    }
    return copied;
  }
}
