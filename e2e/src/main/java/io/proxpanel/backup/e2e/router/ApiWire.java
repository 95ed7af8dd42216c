package io.proxpanel.backup.e2e.router;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Words and sentences on a connection, the router's side: {@code https://help.mikrotik.com}, page
 * "API", sections "Protocol" and "API words". Text is bytes in ISO 8859-1.
 */
final class ApiWire {
  private static final int LONGEST_COMMAND_WORD = 1 << 20;

  private final DataInputStream in;
  private final OutputStream out;
  private final RouterFaults faults;

  ApiWire(Socket socket, RouterFaults faults) throws IOException {
    this.in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    this.out = socket.getOutputStream();
    this.faults = faults;
  }

  /** The words of the next sentence; an empty one is none. */
  List<String> receive() throws IOException {
    List<String> words = new ArrayList<>();
    int length = length();
    while (length > 0 || words.isEmpty()) {
      if (length > 0) {
        byte[] word = new byte[length];
        in.readFully(word);
        words.add(new String(word, StandardCharsets.ISO_8859_1));
      }
      length = length();
    }
    return words;
  }

  private int length() throws IOException {
    int first = in.readUnsignedByte();
    int more = first < 0x80 ? 0 : first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    long length = more == 0 ? first : first & (0x3F >> (more - 1));
    for (int i = 0; i < more; i++) {
      length = length * 256 + in.readUnsignedByte();
    }
    if (length > LONGEST_COMMAND_WORD) {
      throw new EOFException("no command has a word of " + length + " bytes");
    }
    return (int) length;
  }

  void send(List<String> words) throws IOException {
    send(encoded(words));
  }

  /** Sends the half of a sentence. */
  void sendHalf(List<String> words) throws IOException {
    byte[] whole = encoded(words);
    byte[] half = new byte[whole.length / 2];
    System.arraycopy(whole, 0, half, 0, half.length);
    send(half);
  }

  /** Sends bytes as they are. */
  void send(byte[] bytes) throws IOException {
    Duration pause = faults.pauseBetweenBytes();
    if (pause.isZero()) {
      out.write(bytes);
      out.flush();
      return;
    }
    for (byte b : bytes) {
      out.write(b);
      out.flush();
      try {
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  private static byte[] encoded(List<String> words) {
    ByteArrayOutputStream sentence = new ByteArrayOutputStream();
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
      putLength(sentence, bytes.length);
      sentence.writeBytes(bytes);
    }
    sentence.write(0);
    return sentence.toByteArray();
  }

  private static void putLength(ByteArrayOutputStream to, int length) {
    int[] limits = {0x80, 0x4000, 0x200000, 0x10000000};
    int[] marks = {0x00, 0x80, 0xC0, 0xE0};
    int more = 0;
    while (more < limits.length && length >= limits[more]) {
      more++;
    }
    to.write(more == limits.length ? 0xF0 : marks[more] | (length >>> (8 * more)));
    for (int i = more - 1; i >= 0; i--) {
      to.write(length >>> (8 * i));
    }
  }
}
