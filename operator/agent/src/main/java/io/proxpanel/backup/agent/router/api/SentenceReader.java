package io.proxpanel.backup.agent.router.api;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads sentences. The length of a word stands in front of it, in one to five bytes whose first
 * says how many (documentation of RouterOS, "API", section "API words"). Of a sentence no more is
 * kept than somebody could need, however long it is: many routers are listened to at once.
 */
final class SentenceReader {
  /** No router says a longer one. */
  static final int MAX_WORD_BYTES = 16 << 20;

  static final int MAX_SENTENCE_BYTES = 2 * MAX_WORD_BYTES;
  private static final int MAX_WORDS = 10_000;

  /** Longer words are passed over: files come in pieces of 32 KiB, contents up to 60 KiB. */
  static final int KEPT_WORD_BYTES = 64 * 1024;

  /** So are all words after so many bytes, with what each costs beside its own. */
  private static final int KEPT_SENTENCE_BYTES = 96 * 1024;

  private static final int COST_OF_A_WORD = 24;

  /** What is left of a first word that is no kind of sentence, to be shown. */
  private static final int KIND_BYTES = 64;

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
    int count = 0;
    int room = KEPT_SENTENCE_BYTES;
    while (true) {
      int head = next();
      int length = lengthAfter(head);
      within = within || length > 0;
      if (length == 0 && count > 0) {
        within = false;
        return new Sentence(words, bytes);
      }
      if (length > 0) {
        byte[] word = readWord(head, length, count == 0, room - COST_OF_A_WORD);
        if (word.length > 0) {
          words.add(word);
          room -= word.length + COST_OF_A_WORD;
        }
        bytes += length;
        count++;
      }
      if (bytes > MAX_SENTENCE_BYTES || count > MAX_WORDS) {
        throw new MalformedSentenceException("a sentence is too long", new byte[0]);
      }
    }
  }

  /** The word, or nothing of one that there is no room for. */
  private byte[] readWord(int head, int length, boolean first, int room) throws IOException {
    int start = next();
    if (first && start != '!') {
      // Of another protocol, whose text was taken for lengths: more of it need not come.
      throw new MalformedSentenceException(
          "no sentence begins like this", new byte[] {(byte) head, (byte) start});
    }
    int kept = length;
    if (length > Math.min(room, KEPT_WORD_BYTES)) {
      kept = first ? KIND_BYTES : 0;
    }
    byte[] word = new byte[kept];
    int read = 1;
    if (kept > 0) {
      word[0] = (byte) start;
      read += in.readNBytes(word, 1, kept - 1);
    }
    if (read < kept) {
      throw endedWithinAWord();
    }
    pass(length - read);
    return word;
  }

  private void pass(int bytes) throws IOException {
    try {
      in.skipNBytes(bytes);
    } catch (EOFException e) {
      throw endedWithinAWord();
    }
  }

  private static EOFException endedWithinAWord() {
    return new EOFException("the connection ended within a word");
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
