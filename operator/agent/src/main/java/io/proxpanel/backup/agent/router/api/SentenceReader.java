package io.proxpanel.backup.agent.router.api;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads sentences. The length of a word stands in front of it, in one to five bytes whose first
 * says how many (documentation of RouterOS, "API", section "API words"). Memory is taken for what
 * has come, not for what a length promises.
 */
final class SentenceReader {
  /** A word never is longer: files come in pieces of 32 KiB, contents up to 60 KiB. */
  static final int MAX_WORD_BYTES = 16 << 20;

  static final int MAX_SENTENCE_BYTES = 2 * MAX_WORD_BYTES;
  private static final int MAX_WORDS = 10_000;

  private static final int TWO_BYTES = 0x80;
  private static final int THREE_BYTES = 0xC0;
  private static final int FOUR_BYTES = 0xE0;
  private static final int FIVE_BYTES = 0xF0;

  private final InputStream in;
  private boolean within;

  SentenceReader(InputStream in) {
    this.in = in;
  }

  /** Whether a sentence has begun whose end has not come. */
  boolean isWithin() {
    return within;
  }

  /**
   * Reads a sentence; empty ones are no sentences.
   *
   * @throws EOFException when the connection ends, within a sentence or before one
   * @throws MalformedSentenceException when something comes that no router says
   */
  Sentence read() throws IOException {
    List<byte[]> words = new ArrayList<>();
    long bytes = 0;
    while (true) {
      byte[] word = readWord(words.isEmpty());
      if (word.length == 0 && !words.isEmpty()) {
        within = false;
        return new Sentence(words);
      }
      if (word.length > 0) {
        words.add(word);
        bytes += word.length;
      }
      if (bytes > MAX_SENTENCE_BYTES || words.size() > MAX_WORDS) {
        throw new MalformedSentenceException("a sentence is too long", new byte[0]);
      }
    }
  }

  private byte[] readWord(boolean first) throws IOException {
    int head = next();
    int length = lengthAfter(head);
    within = within || length > 0;
    if (length == 0) {
      return new byte[0];
    }
    int start = next();
    if (first && start != '!') {
      // Of another protocol, whose text was taken for lengths: more of it need not come.
      throw new MalformedSentenceException(
          "no sentence begins like this", new byte[] {(byte) head, (byte) start});
    }
    byte[] rest = in.readNBytes(length - 1);
    if (rest.length < length - 1) {
      throw new EOFException("the connection ended within a word");
    }
    byte[] word = new byte[length];
    word[0] = (byte) start;
    System.arraycopy(rest, 0, word, 1, rest.length);
    return word;
  }

  private int lengthAfter(int head) throws IOException {
    long length;
    if (head < TWO_BYTES) {
      length = head;
    } else if (head < THREE_BYTES) {
      length = more(head & 0x3F, 1);
    } else if (head < FOUR_BYTES) {
      length = more(head & 0x1F, 2);
    } else if (head < FIVE_BYTES) {
      length = more(head & 0x0F, 3);
    } else if (head == FIVE_BYTES) {
      length = more(0, 4);
    } else {
      throw new MalformedSentenceException("an unknown control byte", new byte[] {(byte) head});
    }
    if (length > MAX_WORD_BYTES) {
      throw new MalformedSentenceException(
          "a word of " + length + " bytes is announced", new byte[] {(byte) head});
    }
    return (int) length;
  }

  private long more(int high, int bytes) throws IOException {
    within = true;
    long length = high;
    for (int i = 0; i < bytes; i++) {
      length = length << 8 | next();
    }
    return length;
  }

  private int next() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException(
          within ? "the connection ended within a sentence" : "the connection ended");
    }
    return b;
  }
}
