package io.proxpanel.backup.agent;

import java.io.IOException;
import java.io.InputStream;

/** What streams that read in blocks have in common. */
public final class SingleByte {
  private SingleByte() {}

  /** Reads one byte as a block of one; -1 at the end, as {@link InputStream#read()}. */
  public static int of(InputStream blocks) throws IOException {
    byte[] one = new byte[1];
    return blocks.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }
}
