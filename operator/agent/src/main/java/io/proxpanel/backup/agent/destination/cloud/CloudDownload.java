package io.proxpanel.backup.agent.destination.cloud;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.SingleByte;
import io.proxpanel.backup.agent.destination.net.Pace;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a file to the length that the list gives it: less is never an end, as it may be for HTTP.
 */
final class CloudDownload extends InputStream {
  private static final int PIECE = 64 * 1024;
  private static final int PARTIAL = 206;

  private final CloudService service;
  private final CloudEntry entry;
  private final Exchange exchange;
  private final InputStream in;
  private final boolean lengthKnown;
  private final Pace pace;
  private long at;

  private CloudDownload(
      CloudService service, CloudEntry entry, Exchange exchange, long at, InputStream in) {
    this.service = service;
    this.entry = entry;
    this.exchange = exchange;
    this.at = at;
    this.in = in;
    this.pace = new Pace(service.limits().idle());
    this.lengthKnown = exchange.answeredLength() >= 0;
  }

  static InputStream open(CloudService service, CloudEntry entry, long offset)
      throws AgentException {
    if (offset >= entry.sizeBytes()) {
      // There is no such range.
      return InputStream.nullInputStream();
    }
    Exchange exchange = service.download(entry, offset);
    boolean good = false;
    try {
      long begins = check(service, entry, exchange, offset);
      CloudDownload download = new CloudDownload(service, entry, exchange, begins, exchange.body());
      download.skipTo(offset);
      good = true;
      return download;
    } catch (IOException e) {
      throw service.failure("reading " + entry.name(), e);
    } finally {
      if (!good) {
        exchange.close();
      }
    }
  }

  /** Where the answer begins in the file. */
  private static long check(CloudService service, CloudEntry entry, Exchange exchange, long offset)
      throws AgentException {
    long begins = 0;
    if (exchange.status() == PARTIAL) {
      String range = String.valueOf(exchange.answered("Content-Range"));
      if (!range.startsWith("bytes " + offset + "-")) {
        throw service.errors().wrongDownload(entry.name(), "another part than was asked for");
      }
      begins = offset;
    }
    String type = exchange.answered("Content-Type");
    if (type != null && type.startsWith("text/html")) {
      throw service.errors().wrongDownload(entry.name(), "a page for people, as of a login");
    }
    String name = exchange.answered("X-Filename");
    if (name != null && !entry.name().equals(name.substring(name.lastIndexOf('/') + 1))) {
      throw service.errors().wrongDownload(entry.name(), "a file of another name");
    }
    long length = exchange.answeredLength();
    if (length >= 0 && length != entry.sizeBytes() - begins) {
      throw service
          .errors()
          .wrongDownload(
              entry.name(), length + " bytes where there are " + (entry.sizeBytes() - begins));
    }
    return begins;
  }

  /** A service that does not know parts sends all of it. */
  private void skipTo(long offset) throws IOException {
    byte[] ignored = new byte[PIECE];
    long left = offset - at;
    while (left > 0) {
      left -= read(ignored, 0, (int) Math.min(ignored.length, left));
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
    long size = entry.sizeBytes();
    if (at >= size) {
      return -1;
    }
    int n;
    try {
      pace.begin();
      n = exchange.read(in, bytes, offset, (int) Math.min(length, size - at));
      pace.came(n);
    } catch (IOException e) {
      throw service.failure("reading " + entry.name(), e).asIOException();
    }
    if (n <= 0) {
      throw cut(size);
    }
    at += n;
    if (at == size && !lengthKnown) {
      requireEnd();
    }
    return n;
  }

  private IOException cut(long size) {
    AgentException why =
        service.isClosed()
            ? service.errors().closed()
            : service
                .errors()
                .lost(
                    "reading " + entry.name(),
                    "it ended after " + at + " of " + size + " bytes",
                    null);
    return why.asIOException();
  }

  private void requireEnd() throws IOException {
    int more;
    try {
      more = exchange.read(in, new byte[1], 0, 1);
    } catch (IOException e) {
      throw service.failure("reading " + entry.name(), e).asIOException();
    }
    if (more > 0) {
      throw service
          .errors()
          .wrongDownload(entry.name(), "more than the " + at + " bytes that there are")
          .asIOException();
    }
  }

  /** Never fails; what was not read is not waited for. */
  @Override
  public void close() {
    exchange.close();
  }
}
