package io.proxpanel.backup.agent.router.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes sentences, each in one piece. */
final class SentenceWriter {
  private final OutputStream out;

  SentenceWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes a sentence of at least one word; an empty word would end it. */
  void write(List<byte[]> words) throws IOException {
    ByteArrayOutputStream sentence = new ByteArrayOutputStream();
    for (byte[] word : words) {
      if (word.length == 0) {
        throw new IllegalArgumentException("an empty word ends a sentence");
      }
      writeLength(sentence, word.length);
      sentence.writeBytes(word);
    }
    sentence.write(0);
    sentence.writeTo(out);
    out.flush();
  }

  private static void writeLength(ByteArrayOutputStream sentence, int length) {
    if (length < 0x80) {
      sentence.write(length);
    } else if (length < 0x4000) {
      write(sentence, length | 0x8000, 2);
    } else if (length < 0x20_0000) {
      write(sentence, length | 0xC0_0000, 3);
    } else if (length < 0x1000_0000) {
      write(sentence, length | 0xE000_0000, 4);
    } else {
      sentence.write(0xF0);
      write(sentence, length, 4);
    }
  }

  private static void write(ByteArrayOutputStream sentence, int value, int bytes) {
    for (int i = bytes - 1; i >= 0; i--) {
      sentence.write(value >>> (8 * i));
    }
  }
}
