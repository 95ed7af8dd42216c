package io.proxpanel.backup.agent.format;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Remembers what was read through it. */
final class RecordingInputStream extends FilterInputStream {
  private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();

  RecordingInputStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    if (b >= 0) {
      recorded.write(b);
    }
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    if (n > 0) {
      recorded.write(buffer, offset, n);
    }
    return n;
  }

  byte[] recorded() {
    return recorded.toByteArray();
  }
}
